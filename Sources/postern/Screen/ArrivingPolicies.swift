import Foundation
import PolicyCore
import PolicyUI
import Synchronization
import Policies

/// Gathers pages while they arrive, and shows them now and then: a list of its own for each of a hundred pages would
/// cost more than the pages.
final class ArrivingPolicies: Sendable {
  private struct State {
    var pages: [PolicyTable] = []
    var count = 0
    var shown = 0
    var revision: Int
  }

  private let state: Mutex<State>
  private let mailbox: Mailbox<AppAction>

  private let hasRows: @Sendable () -> Bool

  /// `load` counts the loads of this run, so that no two lists have the same revision; `hasRows` says whether the screen
  /// has rows of an earlier load by now, as first pages of the same would be less.
  init(load: Int, mailbox: Mailbox<AppAction>, hasRows: @escaping @Sendable () -> Bool) {
    self.hasRows = hasRows
    // Below zero, where the workspace's own lists never are; no load is shown a thousand times.
    state = Mutex(State(revision: -1000 * load))
    self.mailbox = mailbox
  }

  func take(_ progress: LoadProgress) {
    // How fast they come is told by the clock.
    mailbox.post(.clockTicked(Date()))
    mailbox.post(.load(.progressed(loaded: progress.loaded, total: progress.total)))
    guard !hasRows() else { return }
    let list = state.withLock { state -> PolicyList? in
      state.pages.append(progress.arrived)
      state.count += progress.arrived.count
      // Shown when they have doubled: the work stays proportional to the number of policies.
      guard state.count >= 2 * state.shown, state.count > 0 else { return nil }
      state.shown = state.count
      state.revision -= 1
      return PolicyList(PolicyTable(joining: state.pages), revision: state.revision)
    }
    if let list { mailbox.post(.load(.partlyLoaded(list))) }
  }
}
