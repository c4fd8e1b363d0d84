import Foundation
import Glibc
import Policies
import Values

/// One account's policies in a file: a header with the places and checksums of the blocks, then the blocks.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `PSTNPOLS` |
/// | 4, 4 | version, bytes of the header in all |
/// | 8, 8 | when the list was loaded (seconds since 2001), how many policies there are |
/// | 4, 4 | how many blocks, bytes of the account's name |
/// | … | base URL, a zero, account id |
/// | 24 each | of a block: offset, bytes, rows, checksum |
/// | 8 | checksum of all that stands before it |
///
/// Numbers are little-endian. A checksum for each block, as the sum over all would have to wait for the last.
final class PolicyFile {
  struct Header {
    struct Block {
      let offset: UInt64
      let length: UInt32
      let rows: UInt32
      let checksum: UInt64
    }

    let loadedAt: Double
    let count: Int
    let blocks: [Block]
  }

  private static let magic = Array("PSTNPOLS".utf8)
  private static let fixedSize = 40
  /// Far more than a header of a million policies has.
  private static let longestHeader = 1 << 20
  private static let longestBlock = 1 << 28

  private let descriptor: Int32

  /// Nil where there is none that can be read.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  deinit { close(descriptor) }

  // MARK: - Reading

  /// Nil where the file is of another kind, version or account, or damaged.
  func header(of account: AccountKey) -> Header? {
    guard let fixed = read(at: 0, count: Self.fixedSize), fixed.starts(with: Self.magic) else { return nil }
    let size = Int(fixed.number(UInt32.self, 12))
    guard fixed.number(UInt32.self, 8) == TableBlock.version, (Self.fixedSize + 8...Self.longestHeader).contains(size),
      let bytes = read(at: 0, count: size)
    else { return nil }
    var sum = Checksum()
    sum.add(bytes.dropLast(8))
    guard sum.value == bytes.number(UInt64.self, size - 8) else { return nil }
    let (blocks, name) = (Int(bytes.number(UInt32.self, 32)), Int(bytes.number(UInt32.self, 36)))
    guard size == Self.fixedSize + name + 24 * blocks + 8,
      bytes[Self.fixedSize..<Self.fixedSize + name].elementsEqual(Self.name(of: account))
    else { return nil }
    let places = (0..<blocks).map { block in
      let start = Self.fixedSize + name + 24 * block
      return Header.Block(
        offset: bytes.number(UInt64.self, start),
        length: bytes.number(UInt32.self, start + 8),
        rows: bytes.number(UInt32.self, start + 12),
        checksum: bytes.number(UInt64.self, start + 16)
      )
    }
    let count = bytes.number(UInt64.self, 24)
    guard places.reduce(0, { $0 + UInt64($1.rows) }) == count else { return nil }
    return Header(
      loadedAt: Double(bitPattern: bytes.number(UInt64.self, 16)),
      count: Int(count),
      blocks: places
    )
  }

  /// Nil where it is cut, or not what the header says.
  func block(_ block: Header.Block) -> Data? {
    guard block.length <= Self.longestBlock, block.offset <= UInt64(Int64.max),
      let bytes = read(at: Int64(block.offset), count: Int(block.length))
    else { return nil }
    var sum = Checksum()
    sum.add(bytes)
    return sum.value == block.checksum ? Data(bytes) : nil
  }

  private func read(at offset: Int64, count: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      while initialized < count {
        let more = pread(descriptor, start + initialized, count - initialized, Int(offset) + initialized)
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { break }
        initialized += more
      }
    }
    return bytes.count == count ? bytes : nil
  }

  // MARK: - Writing

  /// Writes a file beside the one of that name, and puts it in its place.
  static func write(
    _ table: PolicyTable,
    loadedAt: Double,
    of account: AccountKey,
    to path: String
  ) throws(Problem) {
    let blocks = stride(from: 0, to: table.count, by: PolicyFileCache.rowsPerBlock).map { start in
      start..<min(start + PolicyFileCache.rowsPerBlock, table.count)
    }
    let name = name(of: account)
    let size = fixedSize + name.count + 24 * blocks.count + 8
    let file = try NewFile(path)
    var header = magic
    header.append(TableBlock.version)
    header.append(UInt32(size))
    header.append(loadedAt.bitPattern)
    header.append(UInt64(table.count))
    header.append(UInt32(blocks.count))
    header.append(UInt32(name.count))
    header += name
    // The header comes first and is written last: it has the sums of the blocks.
    var offset = UInt64(size)
    for rows in blocks {
      let body = TableBlock.encode(table, rows: rows)
      var sum = Checksum()
      sum.add(body)
      header.append(offset)
      header.append(UInt32(body.count))
      header.append(UInt32(rows.count))
      header.append(sum.value)
      file.write(body, at: Int64(offset))
      offset += UInt64(body.count)
    }
    var sum = Checksum()
    sum.add(header)
    header.append(sum.value)
    file.write(header, at: 0)
    try file.finish()
  }

  private static func name(of account: AccountKey) -> [UInt8] {
    Array("\(account.baseURL)\u{0}\(account.accountID)".utf8)
  }
}

/// A file that takes another one's place once it is whole.
final class NewFile {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  /// The system's number for what went wrong first; zero as long as nothing has.
  private var reason: Int32 = 0

  init(_ path: String) throws(Problem) {
    self.path = path
    temporary = "\(path).new"
    unlink(temporary)
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Problem.cannotUse(file: temporary, because: errno) }
    if fchmod(descriptor, 0o600) != 0 { reason = errno }
  }

  func write(_ bytes: [UInt8], at offset: Int64) {
    guard reason == 0 else { return }
    reason = bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      var done = 0
      while done < bytes.count {
        let more = pwrite(descriptor, start + done, bytes.count - done, Int(offset) + done)
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { return errno == 0 ? EIO : errno }
        done += more
      }
      return 0
    }
  }

  func finish() throws(Problem) {
    if close(descriptor) != 0, reason == 0 { reason = errno }
    if reason == 0, rename(temporary, path) != 0 { reason = errno }
    guard reason == 0 else {
      unlink(temporary)
      throw Problem.cannotUse(file: temporary, because: reason)
    }
  }
}

/// A sum over bytes that tells damage from what was written; no defence against who wants to deceive.
struct Checksum {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Eight bytes at a time, as the bytes are many; the rest one by one, and then how many there were.
  mutating func add(_ bytes: some Collection<UInt8>) {
    let isWhole: Void? = bytes.withContiguousStorageIfAvailable { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      var offset = 0
      while offset + 8 <= raw.count {
        mix(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        offset += 8
      }
      while offset < raw.count {
        mix(UInt64(raw[offset]))
        offset += 1
      }
      mix(UInt64(raw.count))
    }
    if isWhole == nil { add(Array(bytes)) }
  }

  private mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }
}

extension [UInt8] {
  func number<Number: FixedWidthInteger>(_ type: Number.Type, _ offset: Int) -> Number {
    withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
  }

  mutating func append(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
