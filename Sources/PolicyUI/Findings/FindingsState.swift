package import Canvas
package import Policies

/// The findings on one policy, in a list over whatever it was opened from.
package struct FindingsState: Equatable, Sendable {
  package let policyID: PolicyID
  package var selection = 0
  /// Why the selected finding is accepted, while that is being asked for.
  package var reason: TextField?
  package var search = ListSearch()

  package init(policyID: PolicyID) {
    self.policyID = policyID
  }
}
