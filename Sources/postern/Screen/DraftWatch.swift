import Foundation
import PolicyCore
import PolicyUI

/// Notices what other processes do to the draft, by its revision.
struct DraftWatch: Sendable {
  static let interval = Duration.milliseconds(250)
  /// The screen says how old the list is, in minutes.
  static let clockInterval = 80

  let workspace: Workspace
  let mailbox: Mailbox<AppAction>

  func run() async {
    var known = try? await workspace.draftRevision()
    var turns = 0
    while (try? await Task.sleep(for: Self.interval)) != nil {
      turns += 1
      if turns % Self.clockInterval == 0 { mailbox.post(.clockTicked(Date())) }
      guard let revision = try? await workspace.draftRevision(), revision != known else { continue }
      known = revision
      guard let draft = try? await workspace.draft() else { continue }
      mailbox.post(.draft(.read(draft)))
    }
  }
}
