package rewrite

// Sendmail is what a Sendmail configuration says.
type Sendmail struct{}

type sendmailTables struct{}

func (o *opener) sendmail(*Sendmail) *sendmailTables { return nil }

func (q *trip) routeSendmail(reversePath, forwardPath string) Route { return Route{} }
