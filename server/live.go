package server

import (
	"sync"

	"heed/training"
)

// A Live is a training that goes on while it is served.
type Live struct {
	followed chan struct{}
	follow   func() // closes followed

	mu   sync.Mutex
	now  training.Training
	over bool
	news chan struct{} // closed when there is more
}

// NewLive is a training without a snapshot yet.
func NewLive() *Live {
	followed := make(chan struct{})
	return &Live{followed: followed, follow: sync.OnceFunc(func() { close(followed) }), news: make(chan struct{})}
}

// Set puts the training in the place of what it was before.
func (l *Live) Set(t training.Training) { l.change(func() { l.now = t }) }

// End says that no more will come.
func (l *Live) End() { l.change(func() { l.over = true }) }

// Followed is closed once a page follows the training.
func (l *Live) Followed() <-chan struct{} { return l.followed }

func (l *Live) change(how func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	how()
	close(l.news)
	l.news = make(chan struct{})
}

// state is the training as it is, whether it is over, and what is closed when
// that changes.
func (l *Live) state() (t training.Training, over bool, news <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now, l.over, l.news
}
