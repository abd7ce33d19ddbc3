package rewrite

import "fmt"

func (o *opener) sqlite(name, file string) (Table, error) {
	return nil, badTable(name, fmt.Sprintf("sqlite %s", file))
}
