package compat_test

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"testing"
)

func TestTheHTMLCheckOfMailpitTellsWhatProgramsDoNotShow(t *testing.T) {
	s := start(t)
	s.deliver("Subject: x\r\nContent-Type: text/html\r\n\r\n<style>p { display: grid }</style><p>Hello</p><video src=x></video>\r\n")
	reply := s.do("GET", "/api/v1/message/latest/html-check", "")
	var got struct {
		Platforms map[string][]string
		Total     struct {
			Nodes, Tests                    int
			Supported, Partial, Unsupported float64
		}
		Warnings []struct {
			Slug, Category, URL string
			Score               struct {
				Found                           int
				Supported, Partial, Unsupported float64
			}
			Results []struct{ Family, Name, Platform, Support string }
		}
	}
	if err := json.Unmarshal(reply.Body.Bytes(), &got); err != nil || reply.Code != http.StatusOK {
		t.Fatal(reply.Code, err, reply.Body)
	}
	if got.Total.Nodes != 3 || got.Total.Tests < len(got.Warnings) || math.Abs(got.Total.Supported+got.Total.Partial+got.Total.Unsupported-100) > .01 {
		t.Errorf("total %+v", got.Total)
	}
	slugs := []string{}
	for _, w := range got.Warnings {
		slugs = append(slugs, w.Slug)
		sum := w.Score.Supported + w.Score.Partial + w.Score.Unsupported
		if w.Score.Found == 0 || math.Abs(sum-100) > .01 || len(w.Results) == 0 || w.Category == "" || w.URL == "" {
			t.Errorf("%s: %+v", w.Slug, w)
		}
		for _, r := range w.Results {
			if r.Support != "no" && r.Support != "partial" || !slices.Contains(got.Platforms[r.Platform], r.Family) {
				t.Errorf("%s: %+v", w.Slug, r)
			}
		}
	}
	for _, want := range []string{"css-display-grid", "html-video"} {
		if !slices.Contains(slugs, want) {
			t.Errorf("no warning of %s in %v", want, slugs)
		}
	}
}

func TestAMessageWithoutHTMLHasNothingToCheck(t *testing.T) {
	s := start(t)
	s.deliver("Subject: x\r\n\r\nHello\r\n")
	if reply := s.do("GET", "/api/v1/message/latest/html-check", ""); reply.Code != http.StatusBadRequest {
		t.Error(reply.Code, reply.Body)
	}
	if reply := s.do("GET", "/api/v1/message/nothing/html-check", ""); reply.Code != http.StatusNotFound {
		t.Error(reply.Code, reply.Body)
	}
}
