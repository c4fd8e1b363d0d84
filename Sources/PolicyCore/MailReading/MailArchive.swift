package import MailLog
package import Policies
package import Values

/// Where the mail that was read is kept, day by day.
package protocol MailArchive: Sendable {
  /// What is kept of each day, in their order.
  func heads(of account: AccountKey) async throws(Problem) -> [MailDayHead]
  /// Nil where nothing is kept of the day; throws where what is kept cannot be used.
  func day(_ day: Int, of account: AccountKey) async throws(Problem) -> MailDay?
  func save(_ day: MailDay, of account: AccountKey) async throws(Problem)
  /// The right to add to an account's mail, for as long as the value lives; nil where another process has it.
  func claim(_ account: AccountKey) async throws(Problem) -> (any Sendable)?
  /// Forgets all of an account's mail; gives how many days it was.
  func forget(_ account: AccountKey) async throws(Problem) -> Int
  /// Forgets the mail of earlier days, of every account.
  func forget(before day: Int) async throws(Problem)
}

/// What is known of a day without a look at its messages.
package struct MailDayHead: Hashable, Sendable {
  package let day: Int
  package let count: Int
  package let bytes: Int
  /// What was read, and up to which time; nil where what is kept cannot be used.
  package let reads: [MailQuery: Int]?

  package init(day: Int, count: Int, bytes: Int, reads: [MailQuery: Int]?) {
    self.day = day
    self.count = count
    self.bytes = bytes
    self.reads = reads
  }
}
