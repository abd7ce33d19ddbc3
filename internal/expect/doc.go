// Package expect holds the mail of a sink against a file that says what should
// be there.
//
//	within: 10s                        # for those that say nothing else
//	expect:
//	  - name: the welcome mail
//	    to: ann@example.com            # the recipient, as given in RCPT TO
//	    from: shop@example.com
//	    subject: Welcome               # the whole subject
//	    text: /code is \d{6}/          # a regular expression (RE2)
//	    headers: {X-Campaign: spring}
//	    attachments: [terms.pdf]
//	    code: /^\d{6}$/
//	    link: https://shop.example/confirm
//	    count: 1                       # exactly; at least one without it
//	  - name: nothing to Bob
//	    to: bob@example.com
//	    count: 0
//	    within: 2s
//
// to, from, account and query choose messages; the rest is what a chosen
// message must have. Between slashes stands a regular expression. Any other
// text is the whole of an address, a subject, a header field, a file name or a
// code, in the case it has save for addresses; it is somewhere in text, html
// and links.
//
// An expectation is met as soon as that is sure: at the first message, or when
// the exact count has come and no more are there. That none comes is only sure
// at the end of its time. All expectations wait at the same time.
//
// # Standards
//
// YAML 1.2; the JUnit XML report that CI systems read.
package expect
