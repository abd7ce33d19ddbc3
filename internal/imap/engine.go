package imap

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

// newEngine configures go-imap. TLS, time and sizes of commands are the
// connection layer's.
func newEngine(v *service) *imapserver.Server {
	return imapserver.New(&imapserver.Options{
		NewSession: v.newSession,
		Caps: imap.CapSet{
			imap.CapIMAP4rev1: {}, imap.CapNamespace: {}, imap.CapUIDPlus: {}, imap.CapESearch: {},
			imap.CapListExtended: {}, imap.CapListStatus: {}, imap.CapMove: {}, imap.CapStatusSize: {},
			imap.CapChildren: {}, imap.CapSpecialUse: {}, imap.CapLiteralPlus: {},
		},
		InsecureAuth: true,
		Logger:       slog.NewLogLogger(v.Log.Handler(), slog.LevelDebug),
	})
}

func (v *service) newSession(engine *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	c := engine.NetConn().(*conn)
	s := newSession(v, c)
	c.session = s
	c.mu.Lock()
	defer c.mu.Unlock()
	c.goodbye = func() {
		// An error says that the client is gone, which is what is wanted.
		_ = engine.Bye("The server is shutting down")
	}
	return &adapter{s}, nil, nil
}

// An adapter is a session as the engine wants to see it.
type adapter struct{ *session }

var (
	_ imapserver.SessionIMAP4rev2   = (*adapter)(nil)
	_ imapserver.SessionSASL        = (*adapter)(nil)
	_ imapserver.SessionAppendLimit = (*adapter)(nil)
)

// answer makes of any error, and of a panic, one that the engine passes on to
// the client as it is. It is deferred by every method that does work.
func (d *adapter) answer(err *error) {
	if v := recover(); v != nil {
		d.Log.Error("a panic in an IMAP session", "panic", v, "stack", string(debug.Stack()))
		*err = no("SERVERBUG", "Internal error; the log has it")
		return
	}
	var known *imap.Error
	if *err == nil || errors.As(*err, &known) && known == *err {
		return
	}
	if known != nil {
		*err = known
		return
	}
	*err = d.reply(*err)
}

// Close implements [imapserver.Session].
func (d *adapter) Close() error {
	d.session.close()
	return nil
}

// Login implements [imapserver.Session].
func (d *adapter) Login(username, password string) (err error) {
	defer d.answer(&err)
	return d.login(username, password)
}

// Select implements [imapserver.Session].
func (d *adapter) Select(name string, o *imap.SelectOptions) (data *imap.SelectData, err error) {
	defer d.answer(&err)
	return d.open(name, o.ReadOnly)
}

// Unselect implements [imapserver.Session].
func (d *adapter) Unselect() error {
	d.unselect()
	return nil
}

// Create implements [imapserver.Session].
func (d *adapter) Create(name string, o *imap.CreateOptions) (err error) {
	defer d.answer(&err)
	if len(o.SpecialUse) > 0 {
		return no("USEATTR", "Special uses follow from the names of mailboxes here")
	}
	return d.create(name)
}

// Delete implements [imapserver.Session].
func (d *adapter) Delete(name string) (err error) {
	defer d.answer(&err)
	return d.remove(name)
}

// Rename implements [imapserver.Session].
func (d *adapter) Rename(name, newName string, _ *imap.RenameOptions) (err error) {
	defer d.answer(&err)
	return d.rename(name, newName)
}

// Subscribe implements [imapserver.Session].
func (d *adapter) Subscribe(name string) (err error) {
	defer d.answer(&err)
	return d.subscribe(name, true)
}

// Unsubscribe implements [imapserver.Session].
func (d *adapter) Unsubscribe(name string) (err error) {
	defer d.answer(&err)
	return d.subscribe(name, false)
}

// List implements [imapserver.Session].
func (d *adapter) List(w *imapserver.ListWriter, ref string, patterns []string, o *imap.ListOptions) (err error) {
	defer d.answer(&err)
	for _, data := range d.list(ref, patterns, o, d.conn.verb == "LSUB") {
		if err := w.WriteList(data); err != nil {
			return err
		}
	}
	return nil
}

// Status implements [imapserver.Session].
func (d *adapter) Status(name string, o *imap.StatusOptions) (data *imap.StatusData, err error) {
	defer d.answer(&err)
	return d.status(name, o)
}

// Namespace implements [imapserver.SessionNamespace].
func (d *adapter) Namespace() (*imap.NamespaceData, error) {
	return &imap.NamespaceData{Personal: []imap.NamespaceDescriptor{{Delim: delimiter}}}, nil
}

// Append implements [imapserver.Session].
func (d *adapter) Append(name string, r imap.LiteralReader, o *imap.AppendOptions) (data *imap.AppendData, err error) {
	defer d.answer(&err)
	return d.append(name, r, o)
}

// AppendLimit implements [imapserver.SessionAppendLimit].
func (d *adapter) AppendLimit() uint32 { return uint32(min(d.MaxSize, 1<<32-1)) }

// Poll implements [imapserver.Session].
func (d *adapter) Poll(w *imapserver.UpdateWriter, allowExpunge bool) (err error) {
	defer d.answer(&err)
	return d.poll(w, allowExpunge)
}

// Idle implements [imapserver.Session].
func (d *adapter) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) (err error) {
	defer d.answer(&err)
	return d.idle(w, stop)
}

// Expunge implements [imapserver.Session]. The client is told by the Poll that
// follows.
func (d *adapter) Expunge(_ *imapserver.ExpungeWriter, uids *imap.UIDSet) (err error) {
	defer d.answer(&err)
	if d.conn.verb == "CLOSE" && d.readOnly { // RFC 9051 §6.4.1: it removes nothing then
		return nil
	}
	if uids == nil {
		return d.expunge(nil)
	}
	return d.expunge(*uids)
}

// Search implements [imapserver.Session].
func (d *adapter) Search(kind imapserver.NumKind, criteria *imap.SearchCriteria, o *imap.SearchOptions) (data *imap.SearchData, err error) {
	defer d.answer(&err)
	return d.search(criteria, o, kind == imapserver.NumKindUID)
}

// Store implements [imapserver.Session]. The client is told by the Poll that
// follows.
func (d *adapter) Store(_ *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, _ *imap.StoreOptions) (err error) {
	defer d.answer(&err)
	return d.store(set, flags)
}

// Copy implements [imapserver.Session].
func (d *adapter) Copy(set imap.NumSet, name string) (data *imap.CopyData, err error) {
	defer d.answer(&err)
	return d.copy(set, name, false)
}

// Move implements [imapserver.SessionMove]. The client is told of what has
// gone by the Poll that follows.
func (d *adapter) Move(w *imapserver.MoveWriter, set imap.NumSet, name string) (err error) {
	defer d.answer(&err)
	data, err := d.copy(set, name, true)
	if err != nil || data == nil {
		return err
	}
	return w.WriteCopyData(data)
}

// Fetch implements [imapserver.Session].
func (d *adapter) Fetch(w *imapserver.FetchWriter, set imap.NumSet, o *imap.FetchOptions) (err error) {
	defer d.answer(&err)
	return d.fetch(set, o, func(a *answer) error {
		if err := writeAnswer(w.CreateMessage(a.number), a, o); err != nil {
			// A literal was cut short: what follows would be read as its rest.
			d.conn.sever()
			return err
		}
		return nil
	})
}

func writeAnswer(w *imapserver.FetchResponseWriter, a *answer, o *imap.FetchOptions) (err error) {
	defer func() { err = errors.Join(err, w.Close()) }()
	if o.UID {
		w.WriteUID(a.uid)
	}
	if a.flags != nil {
		w.WriteFlags(a.flags)
	}
	if o.InternalDate {
		w.WriteInternalDate(a.date)
	}
	if o.RFC822Size {
		w.WriteRFC822Size(a.size)
	}
	if a.envelope != nil {
		w.WriteEnvelope(a.envelope)
	}
	if a.structure != nil {
		w.WriteBodyStructure(a.structure)
	}
	for _, item := range o.BodySection {
		body := a.body(item)
		if err := writeBody(w.WriteBodySection(item, body.size), body); err != nil {
			return err
		}
	}
	for _, item := range o.BinarySection {
		body := a.binary(item)
		if err := writeBody(w.WriteBinarySection(item, body.size), body); err != nil {
			return err
		}
	}
	for _, item := range o.BinarySectionSize {
		w.WriteBinarySectionSize(item, a.binarySize(item))
	}
	return nil
}

func writeBody(w io.WriteCloser, b body) error {
	_, err := io.Copy(w, b.octets)
	if err := errors.Join(err, w.Close()); err != nil {
		return fmt.Errorf("imap: fetch: %w", err)
	}
	return nil
}

// AuthenticateMechanisms implements [imapserver.SessionSASL].
func (d *adapter) AuthenticateMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

// Authenticate implements [imapserver.SessionSASL].
func (d *adapter) Authenticate(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case sasl.Plain:
		return &exchange{Server: sasl.NewPlainServer(func(identity, username, password string) error {
			if identity != "" && identity != username {
				return no(imap.ResponseCodeAuthorizationFailed, "Nobody may act for another user here")
			}
			return d.Login(username, password)
		})}, nil
	case sasl.Login:
		return &loginExchange{login: d.Login}, nil
	}
	return nil, no("", "The mechanisms are PLAIN and LOGIN")
}
