package collect

import (
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

const (
	// maxHosts is how many hosts are read at the same time, one request each. It is far more than the processors need,
	// so that hosts which hang keep few others from being read. How much of the answers is in memory is bounded by
	// package fetch.
	maxHosts = 96
	maxFiles = 4 // archives in files that are read at the same time, fewer on fewer processors
)

// runJobs calls read for every job: archives in files a few at a time, hosts many at a time and the jobs of one host
// after each other. A feed in a file is as small as one from a host and is read as if it were its host's only one.
func runJobs(jobs []*job, read func(*job)) {
	queues, local := queuesOf(jobs)
	var files, hosts errgroup.Group
	files.SetLimit(min(maxFiles, runtime.GOMAXPROCS(0)))
	hosts.Go(func() error { runHosts(queues, read); return nil })
	for _, j := range local {
		files.Go(func() error { read(j); return nil })
	}
	_ = files.Wait() // the functions above never fail: each job holds its own error
	_ = hosts.Wait()
}

// queuesOf returns the jobs of each host, and those of archives in files. Hosts that did not answer last time begin, so
// that waiting for them costs least; of the jobs of one host those that failed come last.
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

// runHosts does the jobs of all queues, one of each queue at a time and maxHosts together, and takes turns between the
// queues.
func runHosts(queues []*hostQueue, read func(*job)) {
	var left sync.WaitGroup                     // jobs that are not done
	ready := make(chan *hostQueue, len(queues)) // queues of which no job is being done
	for _, q := range queues {
		left.Add(len(q.jobs))
		ready <- q
	}
	for range min(maxHosts, len(queues)) {
		go func() {
			for q := range ready {
				read(q.jobs[0])
				if q.jobs = q.jobs[1:]; len(q.jobs) > 0 {
					ready <- q
				}
				left.Done()
			}
		}()
	}
	left.Wait()
	close(ready)
}
