// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync/atomic"
	"time"
)

// lend makes a call with its context, and takes the context back when the call is over.
func lend[Request, Response any](
	ctx context.Context, call func(context.Context, Request) (Response, error), req Request,
) (Response, error) {
	borrowed, giveBack := borrow(ctx)
	defer giveBack()

	return call(borrowed, req)
}

// borrow returns a lent context.
func borrow(ctx context.Context) (borrowed context.Context, giveBack func()) {
	ctx, cancel := context.WithCancel(ctx)
	one := &lent{}
	one.owner.Store(&ctx)

	return one, func() {
		cancel()
		one.owner.Store(nil)
	}
}

// lent is a context that is another one's for the length of a call. Afterwards it is canceled, and holds nothing.
type lent struct {
	owner atomic.Pointer[context.Context]
}

// Deadline is the owner's.
func (l *lent) Deadline() (time.Time, bool) {
	if owner := l.owner.Load(); owner != nil {
		return (*owner).Deadline()
	}

	return time.Time{}, false
}

// Done is the owner's.
func (l *lent) Done() <-chan struct{} {
	if owner := l.owner.Load(); owner != nil {
		return (*owner).Done()
	}

	return closed
}

// Err is the owner's.
func (l *lent) Err() error {
	if owner := l.owner.Load(); owner != nil {
		return (*owner).Err()
	}

	return context.Canceled
}

// Value is the owner's.
func (l *lent) Value(key any) any {
	if owner := l.owner.Load(); owner != nil {
		return (*owner).Value(key)
	}

	return nil
}

// closed is a channel that is.
var closed = func() <-chan struct{} {
	channel := make(chan struct{})
	close(channel)

	return channel
}()
