import Foundation

/// How many microseconds of this thread's processor time some work takes, for figures on a machine that others use too.
package func processorTime(of work: () -> Void) -> Int {
  var start = timespec()
  var end = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
  work()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
  return (end.tv_sec - start.tv_sec) * 1_000_000 + (end.tv_nsec - start.tv_nsec) / 1000
}
