import Foundation
import Glibc
package import MailLog
package import PolicyCore
package import Policies
package import Values

/// The mail that was read, in a folder for each account, with a file for each day.
///
/// A file is never changed in place, only replaced by another of its name. Disposable: one that is damaged, of another
/// version or of another account is refused, and its day is read again. Folders have the mode 0700, files 0600.
package final class MailFolder: MailArchive {
  static let suffix = ".mail"
  static let daySuffix = ".day"

  private let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  package func heads(of account: AccountKey) async throws(Problem) -> [MailDayHead] {
    days(in: path(of: account)).compactMap { day in
      let file = path(of: account, day)
      guard var bytes = MailDayFile.read(file, atMost: MailDayFile.usualHeader) else { return nil }
      var head = MailDayFile.head(of: bytes, day: day, of: account)
      if head == nil, bytes.count == MailDayFile.usualHeader {
        bytes = MailDayFile.read(file) ?? []
        head = MailDayFile.head(of: bytes, day: day, of: account)
      }
      return MailDayHead(
        day: day,
        count: head?.count ?? 0,
        bytes: head.map { $0.size + $0.blockSize } ?? 0,
        reads: head?.reads
      )
    }
  }

  package func day(_ day: Int, of account: AccountKey) async throws(Problem) -> MailDay? {
    guard let bytes = MailDayFile.read(path(of: account, day)) else { return nil }
    guard let head = MailDayFile.head(of: bytes, day: day, of: account), let log = MailDayFile.log(in: bytes, head)
    else {
      throw Problem(
        .storage,
        what: "The mail of \(MailDay.text(of: day)) that was kept cannot be used: it is to be read again.",
        advice: "The file is damaged, or another version wrote it; nothing else depends on it.",
        retry: .safe
      )
    }
    return MailDay(day: day, reads: head.reads, log: log)
  }

  package func save(_ day: MailDay, of account: AccountKey) async throws(Problem) {
    _ = try PrivateFolder(path(of: account))
    let file = try NewFile(path(of: account, day.day))
    file.write(MailDayFile.bytes(of: day, of: account), at: 0)
    try file.finish()
  }

  package func claim(_ account: AccountKey) async throws(Problem) -> (any Sendable)? {
    _ = try PrivateFolder(path(of: account))
    return try FileLock("\(path(of: account))/lock")
  }

  package func forget(_ account: AccountKey) async throws(Problem) -> Int {
    let folder = path(of: account)
    let days = days(in: folder)
    for name in names(in: folder) { try remove("\(folder)/\(name)") }
    guard rmdir(folder) == 0 || errno == ENOENT || errno == ENOTEMPTY else {
      throw Problem.cannotUse(folder: folder, because: errno)
    }
    return days.count
  }

  package func forget(before day: Int) async throws(Problem) {
    // Of all accounts: nobody may ever open one again that was taken out of the configuration.
    for name in names(in: folder) where name.hasSuffix(Self.suffix) {
      let account = "\(folder)/\(name)"
      for old in days(in: account) where old < day {
        try remove("\(account)/\(MailDay.text(of: old))\(Self.daySuffix)")
      }
    }
  }

  // MARK: - Places

  private func remove(_ path: String) throws(Problem) {
    guard unlink(path) == 0 || errno == ENOENT else { throw Problem.cannotUse(file: path, because: errno) }
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// The days of which there are files, in order.
  private func days(in folder: String) -> [Int] {
    names(in: folder).compactMap { name in
      guard name.hasSuffix(Self.daySuffix) else { return nil }
      let text = name.dropLast(Self.daySuffix.count)
      guard let moment = Instant(rfc3339: "\(text)T00:00:00Z") else { return nil }
      return MailDay.day(of: Int(moment.microseconds / 1_000_000))
    }
  }

  private func path(of account: AccountKey, _ day: Int) -> String {
    "\(path(of: account))/\(MailDay.text(of: day))\(Self.daySuffix)"
  }

  private func path(of account: AccountKey) -> String { "\(folder)/\(account.fileName)\(Self.suffix)" }
}

extension AccountKey {
  /// Says to a person which account it is; files say it to the program.
  var fileName: String {
    let name = accountID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(40)
    var sum = Checksum()
    sum.add(Array("\(baseURL)\u{0}\(accountID)".utf8))
    return "\(name)-\(String(sum.value, radix: 16))"
  }
}
