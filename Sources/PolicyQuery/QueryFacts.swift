package import PolicyCore
package import Values

/// What a query may ask for that stands neither in the rows nor in the findings.
package struct QueryFacts: Sendable {
  /// The time, for ages; without it no policy has any.
  package var now: Instant?
  /// The list's policies as they are indexed already; where they are of another list, or nil, they are indexed when a
  /// query asks what patterns let in.
  package var policies: PolicySet?

  /// What the policies let through; nil where no mail was read, and then nothing can be said of any.
  package var usage: PolicyUsage?

  package init(now: Instant? = nil, policies: PolicySet? = nil, usage: PolicyUsage? = nil) {
    self.now = now
    self.policies = policies
    self.usage = usage
  }

  /// The moments that lie so far back; none without the time.
  func moments(_ ages: Range<Int64>) -> Range<Instant>? {
    guard let now = now?.microseconds else { return nil }
    func moment(_ age: Int64) -> Int64 {
      let (moment, isTooFar) = now.subtractingReportingOverflow(age)
      return isTooFar ? (age > 0 ? .min : .max) : moment
    }
    // Every moment is past `distantPast`, which stands for none.
    let first = max(moment(ages.upperBound), Instant.distantPast.microseconds)
    let (start, end) = (first == .max ? .max : first + 1, moment(ages.lowerBound))
    let after = end == .max ? .max : end + 1
    return start < after ? Instant(microseconds: start)..<Instant(microseconds: after) : nil
  }
}
