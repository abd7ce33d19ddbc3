package main

import (
	"net"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/dns/dnsmessage"
)

// resolver answers DNS questions for MX until the script ends: its arguments
// are domain=host, every other domain is unknown. $RESOLVER is its address.
func resolver(ts *testscript.TestScript, _ bool, args []string) {
	exchangers := make(map[string]string)
	for _, arg := range args {
		domain, host, _ := strings.Cut(arg, "=")
		exchangers[domain+"."] = host + "."
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	ts.Check(err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		answerAll(conn, exchangers)
	}()
	ts.Defer(func() { conn.Close(); <-done })
	ts.Setenv("RESOLVER", conn.LocalAddr().String())
}

// answerAll answers questions until conn is closed.
func answerAll(conn net.PacketConn, exchangers map[string]string) {
	buf := make([]byte, 1500)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
			continue
		}
		if reply, err := answerTo(m, exchangers).Pack(); err == nil {
			conn.WriteTo(reply, from)
		}
	}
}

func answerTo(m dnsmessage.Message, exchangers map[string]string) *dnsmessage.Message {
	question := m.Questions[0]
	reply := &dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true}, Questions: m.Questions}
	host, ok := exchangers[question.Name.String()]
	if !ok {
		reply.RCode = dnsmessage.RCodeNameError
		return reply
	}
	reply.Answers = []dnsmessage.Resource{{
		Header: dnsmessage.ResourceHeader{Name: question.Name, Type: dnsmessage.TypeMX, Class: dnsmessage.ClassINET},
		Body:   &dnsmessage.MXResource{Pref: 10, MX: dnsmessage.MustNewName(host)},
	}}
	return reply
}
