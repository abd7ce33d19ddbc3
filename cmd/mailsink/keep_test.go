package main

import (
	"testing"
	"time"

	"mailsink/internal/store"
)

func TestWhatIsKeptOfAnAccountIsRead(t *testing.T) {
	for text, want := range map[string]store.Limit{
		"sink=10000,1GB,30d":     {Account: "sink", Messages: 10000, Bytes: 1e9, Age: 30 * 24 * time.Hour},
		"*=500":                  {Account: "*", Messages: 500},
		"Ann@Example.com=36h":    {Account: "ann@example.com", Age: 36 * time.Hour},
		"run=64KiB":              {Account: "run", Bytes: 64 << 10},
		"run=1M":                 {Account: "run", Bytes: 1 << 20},
		"run=30m":                {Account: "run", Age: 30 * time.Minute},
		"run= 7 , 1h30m , 10kB ": {Account: "run", Messages: 7, Bytes: 10_000, Age: 90 * time.Minute},
	} {
		var k keep
		if err := k.UnmarshalText([]byte(text)); err != nil || store.Limit(k) != want {
			t.Errorf("%s is %+v, %v; want %+v", text, k, err, want)
		}
		var again keep
		if err := again.UnmarshalText([]byte(k.String())); err != nil || again != k {
			t.Errorf("%s is written %s and read as %+v, %v", text, k, again, err)
		}
	}
	for _, text := range []string{"", "sink", "=5", "sink=", "sink=0", "sink=-1", "sink=5,6", "sink=1GB,2GB", "sink=soon", "sink=5,", "sink=3w"} {
		if err := new(keep).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
