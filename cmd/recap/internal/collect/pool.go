package collect

import (
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	maxHosts   = 32              // hosts that are read at the same time, one request each, beside those that keep us waiting
	maxWaiting = 96              // both together
	stepAside  = time.Second / 2 // a source that takes longer lets another begin
	maxFiles   = 4               // archives in files that are read at the same time, fewer on fewer processors
)

// runJobs calls read for every job: archives in files a few at a time, hosts many at a time and the jobs of one host after each other. A feed in a file is
// as small as one from a host and is read as if it were its host's only one.
func runJobs(jobs []*job, read func(*job)) {
	queues, local := queuesOf(jobs)
	var files, hosts errgroup.Group
	files.SetLimit(min(maxFiles, runtime.GOMAXPROCS(0)))
	hosts.Go(func() error { runHosts(queues, stepAside, read); return nil })
	for _, j := range local {
		files.Go(func() error { read(j); return nil })
	}
	_ = files.Wait() // the functions above never fail: each job holds its own error
	_ = hosts.Wait()
}

// queuesOf returns the jobs of each host, and those of archives in files. Hosts that did not answer last time begin, so that waiting for them costs least; of the
// jobs of one host those that failed come last.
func queuesOf(jobs []*job) (queues []*hostQueue, files []*job) {
	byHost := map[string]*hostQueue{}
	for _, j := range jobs {
		if j.host == "" && j.source.About().Archive {
			files = append(files, j)
			continue
		}
		q := byHost[j.host]
		if q == nil || j.host == "" {
			q = &hostQueue{}
			byHost[j.host] = q
			queues = append(queues, q)
		}
		q.jobs = append(q.jobs, j)
	}
	for _, q := range queues {
		slices.SortStableFunc(q.jobs, func(x, y *job) int { return hungLast(x) - hungLast(y) })
	}
	slices.SortStableFunc(queues, func(x, y *hostQueue) int { return y.hung() - x.hung() })
	return queues, files
}

// A hostQueue holds the jobs of one host, of which one at a time is done.
type hostQueue struct{ jobs []*job }

// hung returns 1 if a job of the host failed last time, else 0.
func (q *hostQueue) hung() int { return hungLast(q.jobs[len(q.jobs)-1]) }

// hungLast returns 1 for a job that failed last time, else 0.
func hungLast(j *job) int {
	if j.hung {
		return 1
	}
	return 0
}

// runHosts does the jobs of all queues, one of each queue at a time, and takes turns between the queues. A job that takes longer than aside, and one that
// failed last time, does not count among the maxHosts, so that hosts which hang keep none from being read, but always among the maxWaiting.
func runHosts(queues []*hostQueue, aside time.Duration, read func(*job)) {
	left := 0
	ready := make(chan *hostQueue, len(queues)) // queues of which no job is being done
	for _, q := range queues {
		left += len(q.jobs)
		ready <- q
	}
	counted, all := make(chan struct{}, maxHosts), make(chan struct{}, maxWaiting)
	do := func(q *hostQueue) {
		release := sync.OnceFunc(func() { <-counted })
		if q.jobs[0].hung {
			release()
		}
		timer := time.AfterFunc(aside, release)
		read(q.jobs[0])
		timer.Stop()
		release()
		<-all
		if q.jobs = q.jobs[1:]; len(q.jobs) > 0 {
			ready <- q
		}
	}
	var workers sync.WaitGroup
	idle := make(chan *hostQueue) // a worker whose stack has grown already costs less than a new one
	for ; left > 0; left-- {
		q := <-ready
		counted <- struct{}{}
		all <- struct{}{}
		select {
		case idle <- q:
		default:
			workers.Go(func() {
				do(q)
				for q := range idle {
					do(q)
				}
			})
		}
	}
	close(idle)
	workers.Wait()
}
