import Foundation
import Glibc

/// SQLite's log beside a database, looked at from outside.
///
/// SQLite takes what stands before the first frame that is not sound, and silently forgets the rest: right after a
/// power cut, where the rest was never committed, and a silent loss where the log itself is damaged.
/// The format is section 4 of <https://www.sqlite.org/fileformat2.html>.
struct WriteAheadLog {
  private static let headerSize = 32
  private static let frameHeaderSize = 24

  private let bytes: Data

  /// Nil where there is no log, or nothing was ever written into it.
  ///
  /// Must not be made while this process has the database open.
  init?(of database: String) throws {
    let path = "\(database)-wal"
    guard access(path, F_OK) == 0 else { return nil }
    bytes = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    guard bytes.count > Self.headerSize, bytes.prefix(Self.headerSize).contains(where: { $0 != 0 }) else { return nil }
  }

  /// What shows that more was committed than SQLite will read; nil if nothing does.
  ///
  /// A sound commit behind a frame that is not sound: each frame's sum continues that of the one before it, so even the
  /// frames behind a gap can be told from remnants of older logs.
  var damage: Damage? {
    guard let sums = soundHeader() else { return Damage("the header of its log is not sound") }
    let pageSize = Int(number(at: 8)) == 1 ? 65_536 : Int(number(at: 8))
    let frameSize = Self.frameHeaderSize + pageSize
    var last = sums
    var isBroken = false
    for start in stride(from: Self.headerSize, through: bytes.count - frameSize, by: frameSize) {
      let stored = Sums(number(at: start + 16), number(at: start + 20))
      if isOfThisLog(start), frameSums(after: last, at: start, pageSize: pageSize) == stored {
        let isCommit = number(at: start + 4) != 0
        if isBroken, isCommit { return Damage("its log is broken in the middle") }
      } else {
        isBroken = true
      }
      last = stored
    }
    return nil
  }

  // MARK: - The format

  private struct Sums: Equatable {
    var first: UInt32
    var second: UInt32

    init(_ first: UInt32, _ second: UInt32) {
      (self.first, self.second) = (first, second)
    }
  }

  /// The header's sums, with which those of the frames begin; nil if they are not what the header adds up to.
  private func soundHeader() -> Sums? {
    let sizes: Set<UInt32> = [1, 512, 1024, 2048, 4096, 8192, 16_384, 32_768]
    guard number(at: 0) & ~1 == 0x377F_0682, number(at: 4) == 3_007_000, sizes.contains(number(at: 8)) else {
      return nil
    }
    let stored = Sums(number(at: 24), number(at: 28))
    return sum(0..<24, after: Sums(0, 0)) == stored ? stored : nil
  }

  /// Each log has salts of its own, which all of its frames repeat.
  private func isOfThisLog(_ frame: Int) -> Bool {
    number(at: frame + 8) == number(at: 16) && number(at: frame + 12) == number(at: 20)
  }

  private func frameSums(after sums: Sums, at start: Int, pageSize: Int) -> Sums {
    let page = start + Self.frameHeaderSize
    return sum(page..<page + pageSize, after: sum(start..<start + 8, after: sums))
  }

  private func sum(_ range: Range<Int>, after sums: Sums) -> Sums {
    let isBigEndian = number(at: 0) & 1 == 1
    return bytes.withUnsafeBytes { bytes in
      var sums = sums
      for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
        let first = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        let second = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        sums.first &+= (isBigEndian ? first.bigEndian : first.littleEndian) &+ sums.second
        sums.second &+= (isBigEndian ? second.bigEndian : second.littleEndian) &+ sums.first
      }
      return sums
    }
  }

  /// The numbers of the headers are big-endian, whatever the sums are made of.
  private func number(at offset: Int) -> UInt32 {
    bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
  }
}
