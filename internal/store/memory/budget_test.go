package memory_test

import (
	"errors"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store/memory"
)

func TestABudgetIsKept(t *testing.T) {
	s := memory.NewWithin(1000)
	defer s.Close()
	put := func(n int) (string, error) {
		key, _, err := s.Put(t.Context(), strings.NewReader(strings.Repeat("x", n)))
		return key, err
	}
	first, err := put(600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := put(400); err != nil {
		t.Fatal(err)
	}
	if _, err := put(1); !errors.Is(err, mail.ErrFull) {
		t.Errorf("beyond the budget: %v, want ErrFull", err)
	}
	if err := s.Delete(t.Context(), first, first, "nothing"); err != nil {
		t.Fatal(err)
	}
	if _, err := put(601); !errors.Is(err, mail.ErrFull) {
		t.Errorf("beyond what has become free: %v, want ErrFull", err)
	}
	if _, err := put(600); err != nil {
		t.Errorf("within it: %v", err)
	}
}
