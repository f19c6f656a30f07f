// Package server is heed behind HTTP, for a page in a browser and for programs:
// the page's files under /, the API under /api/v1/, and what the API is under
// /api/. A lesson's request is answered with the very bytes of [engine.Ask].
//
// It is made for the machine that it runs on. Requests that another site's page
// sends are refused, by their Host and Origin; see guard.go. There is no
// password.
package server

import (
	"errors"
	"io/fs"
	"net/http"
	"runtime"
	"time"

	"heed/source"
)

// Options say what is served. The zero value serves the API, of lessons and
// english.
type Options struct {
	Page    fs.FS                  // index.html and what it needs, as web.Files has them; nil: no page
	Blank   func() ([]byte, error) // the page in one file, as web.Blank makes it; nil: it cannot be saved so
	Models  []source.Named         // that may be walked, besides english
	Vectors []source.Named         // files of word vectors that may be asked, besides english's
	Records []Record               // of trainings, besides those that ship
	Live    *Live                  // a training that goes on; nil: none
	Version string                 // of heed
	Host    string                 // a name by which the server may be called, besides localhost and its addresses
	Limits  Limits
}

// Limits bound what one request may take. Where one is 0 it has its default.
type Limits struct {
	Body     int64         // bytes of a request, 1 MiB
	BodyTime time.Duration // for them to arrive, 10 s
	RunTime  time.Duration // for an answer, its waiting included, 1 min
	Runs     int           // of models at once, 2
	Walks    int           // of lessons at once, 4 a processor
}

func (l Limits) withDefaults() Limits {
	if l.Body == 0 {
		l.Body = 1 << 20
	}
	if l.BodyTime == 0 {
		l.BodyTime = 10 * time.Second
	}
	if l.RunTime == 0 {
		l.RunTime = time.Minute
	}
	if l.Runs == 0 {
		l.Runs = 2
	}
	if l.Walks == 0 {
		l.Walks = 4 * runtime.GOMAXPROCS(0)
	}
	return l
}

// A Server answers requests. It is an [http.Handler]; [Server.Serve] puts it on
// the network.
type Server struct {
	handler http.Handler
	limits  Limits
	models  *models
	vectors *vectors
}

// New makes a server. Errors are of the page's files.
func New(o Options) (*Server, error) {
	o.Limits = o.Limits.withDefaults()
	mux := http.NewServeMux()
	s := &Server{limits: o.Limits, models: newModels(o.Models, o.Limits.Runs), vectors: newVectors(o.Vectors)}
	r, err := newRecords(o)
	if err != nil {
		return nil, err
	}
	if o.Page != nil {
		p, err := newPage(o.Page)
		if err != nil {
			return nil, err
		}
		mux.Handle("/", p)
		if o.Blank != nil {
			mux.Handle("GET /offline.txt", serveSaved(o.Blank))
		}
		mux.Handle("GET /records.json", r)
	}
	newAPI(mux, o, s.models, s.vectors, r)
	s.handler = guard{next: mux, host: o.Host, limits: o.Limits}
	return s, nil
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close closes the models' files; no request may be under way.
func (s *Server) Close() error { return errors.Join(s.models.close(), s.vectors.close()) }
