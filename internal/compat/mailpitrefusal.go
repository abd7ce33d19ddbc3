package compat

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
)

// refuse returns what answers for a thing that this sink does not do, about a
// message that must be there.
func (f *facade) refuse(status int, detail string) func(http.ResponseWriter, *http.Request) error {
	return func(_ http.ResponseWriter, r *http.Request) error {
		if _, err := f.find(r.PathValue("id")); err != nil {
			return err
		}
		return &fault{status, detail}
	}
}

// Why not.
const (
	noRelay     = "Message relaying is not enabled: nothing leaves this sink."
	noLinkCheck = "Links are not checked, because this sink fetches nothing; /v1/messages/{id} lists them."
	noSpamCheck = "SpamAssassin is not enabled."
)

// mailpitThumbnail sends what Mailpit sends for what is no picture: an empty
// one. Pictures that came by mail are not decoded here.
func (f *facade) mailpitThumbnail(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.mailpitFind(r)
	if err != nil {
		return err
	}
	if doc.Part(r.PathValue("part")) == nil {
		return gone()
	}
	blank := image.NewUniform(color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, rectangle{blank, image.Rect(0, 0, 180, 120)}, nil); err != nil {
		return err
	}
	return octets(w, "image/jpeg", b.Bytes())
}

// A rectangle bounds a picture.
type rectangle struct {
	image.Image
	bounds image.Rectangle
}

// Bounds implements [image.Image].
func (r rectangle) Bounds() image.Rectangle { return r.bounds }
