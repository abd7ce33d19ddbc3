package web

import (
	"strings"
	"testing"
)

const remoteMail = "Subject: x\r\nContent-Type: text/html\r\n\r\n" +
	`<style>p{background:url(https://cdn.example/css.png)}</style><img src="https://cdn.example/a.png"><img src="//cdn.example/b.png"><a href="https://shop.example/">x</a>` + "\r\n"

func TestPicturesFromElsewhereComeByNumber(t *testing.T) {
	s := start(t, func(s *Server) { s.Info.Remote = true })
	var d detail
	s.get("/v1/messages/"+s.deliver(remoteMail).String()).want(t, 200, &d)
	if body := s.get(d.Preview).want(t, 200, nil).body; strings.Contains(string(body), "remote/") || strings.Contains(string(body), "cdn.example") {
		t.Errorf("without being asked: %s", body)
	}
	body := string(s.get(d.Preview+"?remote=1").want(t, 200, nil).body)
	for _, want := range []string{"remote/0", "remote/1", "remote/2"} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
	if strings.Contains(body, "cdn.example") {
		t.Errorf("a URL of elsewhere is in %s", body)
	}
	place := strings.TrimSuffix(d.Preview, "body.html") + "remote/"
	for _, n := range []string{"3", "-1", "x"} {
		s.get(place+n).want(t, 404, nil)
	}
	s.get("/preview/nothing/remote/0").want(t, 404, nil)
}

func TestInternalAddressesAreNotFetched(t *testing.T) {
	s := start(t, func(s *Server) { s.Info.Remote = true })
	for _, u := range []string{s.url + "/v1/info", "http://169.254.169.254/latest", "http://[::1]:1/", "http://localhost:1/", "ftp://cdn.example/a.png"} {
		var d detail
		s.get("/v1/messages/"+s.deliver("Subject: x\r\nContent-Type: text/html\r\n\r\n<img src=\""+u+"\">\r\n").String()).want(t, 200, &d)
		a := s.get(strings.TrimSuffix(d.Preview, "body.html") + "remote/0")
		a.want(t, 502, nil)
		if !strings.Contains(string(a.body), "public") && !strings.Contains(string(a.body), "web address") {
			t.Errorf("%s: %s", u, a.body)
		}
	}
}

func TestWithoutTheSwitchNothingIsFetched(t *testing.T) {
	s := start(t)
	var d detail
	s.get("/v1/messages/"+s.deliver(remoteMail).String()).want(t, 200, &d)
	if body := s.get(d.Preview+"?remote=1").want(t, 200, nil).body; strings.Contains(string(body), "remote/") {
		t.Errorf("got %s", body)
	}
	s.get(strings.TrimSuffix(d.Preview, "body.html")+"remote/0").want(t, 404, nil)
}
