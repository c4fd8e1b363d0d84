import PolicyCore
import PolicyQuery
import PolicyUI

/// Counts policies for the screen, one thing at a time: what somebody looks at now makes what was asked before pointless.
final class CountingDesk {
  private let mailbox: Mailbox<AppAction>
  private let mail: MailDesk?
  private var counting: Task<Void, Never>?

  /// Without a reader of mail it is as if none were kept.
  init(mailbox: Mailbox<AppAction>, mail: MailDesk?) {
    self.mailbox = mailbox
    self.mail = mail
  }

  func count(_ request: FrequencyRequest) {
    counting?.cancel()
    let mailbox = mailbox
    counting = Task.detached(priority: .userInitiated) {
      if let frequencies = request.count() { mailbox.post(.load(.counted(request, frequencies))) }
    }
  }

  func makeOverview(_ request: OverviewRequest) {
    counting?.cancel()
    let (mailbox, mail) = (mailbox, mail)
    counting = Task.detached(priority: .userInitiated) {
      // The policies do not wait for the mail.
      let first = await mail?.toldAlready(of: request.list) ?? .nothing
      guard let overview = request.overview(mail: first) else { return }
      mailbox.post(.load(.overviewMade(request, overview)))
      guard case .unknown = first, let mail, let whole = request.overview(mail: await mail.told(of: request.list))
      else {
        return
      }
      mailbox.post(.load(.overviewMade(request, whole)))
    }
  }

  func stop() { counting?.cancel() }
}
