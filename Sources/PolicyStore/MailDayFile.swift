import Foundation
import Glibc
import MailLog
import Policies
import Values

/// A day of an account's mail in a file: a header that says what was read, and the messages.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `PSTNMAIL` |
/// | 4, 4 | version, the day (counted from 1970) |
/// | 4, 4 | how many messages there are, bytes of the account's name |
/// | 4, 4 | bytes of what was read, zero |
/// | 8, 8 | bytes of the messages, their checksum |
/// | … | base URL, a zero, account id |
/// | … | what was read, a line each: up to which time, and the query |
/// | 8 | checksum of all that stands before it |
/// | … | the messages, as ``MailLogBlock`` has them |
///
/// Numbers are little-endian.
enum MailDayFile {
  private static let magic = Array("PSTNMAIL".utf8)
  private static let fixedSize = 48
  private static let longestHeader = 8 << 20
  private static let longestBlock = 1 << 31

  /// What stands before the messages.
  struct Head {
    var day: Int
    var count: Int
    var reads: [MailQuery: Int]
    var size: Int
    var blockSize: Int
    var blockChecksum: UInt64
  }

  // MARK: - Writing

  static func bytes(of day: MailDay, of account: AccountKey) -> [UInt8] {
    let block = MailLogBlock.encode(day.log)
    let name = name(of: account)
    let reads = Array(lines(of: day.reads).utf8)
    var sum = Checksum()
    sum.add(block)
    var bytes = magic
    bytes.append(MailLogBlock.version)
    bytes.append(Int32(clamping: day.day))
    bytes.append(UInt32(day.log.count))
    bytes.append(UInt32(name.count))
    bytes.append(UInt32(reads.count))
    bytes.append(UInt32(0))
    bytes.append(UInt64(block.count))
    bytes.append(sum.value)
    bytes += name
    bytes += reads
    var head = Checksum()
    head.add(bytes)
    bytes.append(head.value)
    return bytes + block
  }

  private static func lines(of reads: [MailQuery: Int]) -> String {
    // A line break in a query would make two of it; such a query has found nothing, and is asked again.
    let lines = reads.map { (query: $0.key.text, time: $0.value) }.filter { !$0.query.utf8.contains(0x0A) }
    return lines.sorted { $0.query < $1.query }.map { "\($0.time) \($0.query)\n" }.joined()
  }

  // MARK: - Reading

  /// Nil where the file is of another kind, version, day or account, or its header is damaged.
  static func head(of bytes: [UInt8], day: Int, of account: AccountKey) -> Head? {
    guard bytes.count >= fixedSize, bytes.starts(with: magic),
      bytes.number(UInt32.self, 8) == MailLogBlock.version, bytes.number(Int32.self, 12) == Int32(clamping: day)
    else { return nil }
    let (nameSize, readsSize) = (Int(bytes.number(UInt32.self, 20)), Int(bytes.number(UInt32.self, 24)))
    let size = fixedSize + nameSize + readsSize + 8
    let blockSize = bytes.number(UInt64.self, 32)
    guard size <= longestHeader, bytes.count >= size, blockSize <= UInt64(longestBlock),
      bytes[fixedSize..<fixedSize + nameSize].elementsEqual(name(of: account))
    else { return nil }
    var sum = Checksum()
    sum.add(bytes[..<(size - 8)])
    guard sum.value == bytes.number(UInt64.self, size - 8) else { return nil }
    let text = String(decoding: bytes[(fixedSize + nameSize)..<(size - 8)], as: UTF8.self)
    return Head(
      day: day,
      count: Int(bytes.number(UInt32.self, 16)),
      reads: reads(in: text),
      size: size,
      blockSize: Int(blockSize),
      blockChecksum: bytes.number(UInt64.self, 40)
    )
  }

  private static func reads(in text: String) -> [MailQuery: Int] {
    var reads: [MailQuery: Int] = [:]
    for line in text.split(separator: "\n") {
      let halves = line.split(separator: " ", maxSplits: 1)
      guard halves.count == 2, let time = Int(halves[0]), let query = MailQuery(text: String(halves[1])) else {
        continue
      }
      reads[query] = time
    }
    return reads
  }

  /// Nil where it is cut, damaged, or not what the header says.
  static func log(in bytes: [UInt8], _ head: Head) -> MailLog? {
    guard bytes.count == head.size + head.blockSize else { return nil }
    let block = Array(bytes[head.size...])
    var sum = Checksum()
    sum.add(block)
    guard sum.value == head.blockChecksum, let log = MailLogBlock.decode(block), log.count == head.count else {
      return nil
    }
    return log
  }

  /// The whole file, or its beginning; nil where it is not there or cannot be read.
  static func read(_ path: String, atMost limit: Int = longestHeader + longestBlock) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let size = min(max(0, Int(status.st_size)), limit)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      while initialized < size {
        let more = Glibc.read(descriptor, start + initialized, size - initialized)
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { break }
        initialized += more
      }
    }
  }

  /// Enough for the header of nearly every file.
  static let usualHeader = 64 << 10

  private static func name(of account: AccountKey) -> [UInt8] {
    Array("\(account.baseURL)\u{0}\(account.accountID)".utf8)
  }
}
