import PolicyCore
import PolicyQuery
import PolicyUI

/// Counts policies for the screen, one thing at a time: what somebody looks at now makes what was asked before pointless.
final class CountingDesk {
  private let mailbox: Mailbox<AppAction>
  private let mail: MailReader?
  private var counting: Task<Void, Never>?

  /// Without a reader of mail it is as if none were kept.
  init(mailbox: Mailbox<AppAction>, mail: MailReader?) {
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
      // Mail that cannot be read is as good as none: the overview is of the policies first.
      let kept = try? await mail?.kept()
      if let overview = request.overview(mail: kept) { mailbox.post(.load(.overviewMade(request, overview))) }
    }
  }

  func stop() { counting?.cancel() }
}
