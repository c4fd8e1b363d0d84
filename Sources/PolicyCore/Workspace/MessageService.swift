package import MailLog
package import Values

/// The messages of one account on a server, as the search there tells them.
package protocol MessageService: Sendable {
  /// Reads one page of a search, behind that of the cursor; nil begins it.
  ///
  /// Reads are retried within bounds. Cancelling the task stops it.
  func messages(_ search: MessageSearch, after cursor: String?) async throws(Problem) -> MessagePage
}
