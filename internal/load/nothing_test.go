package load

import (
	"context"
	"testing"
)

func TestNothingTakesEveryMessage(t *testing.T) {
	addr, err := freeAddr()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- ServeNothing(ctx, addr) }()
	p := &Process{Addr: addr}
	for !p.accepts() {
		select {
		case err := <-done:
			t.Fatal(err)
		default:
		}
	}
	for _, one := range []bool{false, true} {
		r, err := Load{Addr: addr, Conns: 3, Messages: 30, PerConn: one}.Run(t.Context())
		if err != nil || r.Messages != 30 {
			t.Errorf("%d messages, %v", r.Messages, err)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
