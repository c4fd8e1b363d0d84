import Foundation
import PolicyCore

/// A run of policies as one compact blob: a few fixed bits for each, then its texts.
///
/// Reading 100,000 policies back is what every start waits for, and JSON takes many times as long. The layout is
/// private to one version of the program: whoever changes it raises ``version``, and older caches are made anew.
///
/// One policy: 32 packed bits (flags, presence of texts, the common types), then each text as its length in bytes
/// (LEB128) and its UTF-8. A timestamp that equals `modifiedAt` is only a bit. Of a policy with fields that could not
/// be read, a byte whose bits are these fields follows, and for each the server's words.
enum PolicyPage {
  static let version = 2
  /// Policies in one page.
  static let capacity = 1000

  static func encode(_ policies: some Collection<AllowPolicy>) -> Data {
    var writer = PageWriter()
    writer.reserve(policies.count * 256)
    for policy in policies {
      writer.write(policy)
    }
    return Data(writer.bytes)
  }

  /// Appends the page's policies, at most `limit` of them; false where the bytes are not a page.
  static func decode(_ page: Data, into policies: inout [AllowPolicy], limit: Int = .max) -> Bool {
    page.withUnsafeBytes { bytes in
      var reader = PageReader(bytes)
      var count = 0
      while !reader.isAtEnd, count < limit {
        guard let policy = reader.readPolicy() else { return false }
        policies.append(policy)
        count += 1
      }
      return true
    }
  }
}

/// How a timestamp lies in a page.
private enum Stamp: UInt32 {
  case missing, own, sameAsModified

  init(_ text: String?, _ modifiedAt: String?) {
    self = text == nil ? .missing : text == modifiedAt ? .sameAsModified : .own
  }
}

/// The types that need no text of their own, by their number in a page less one.
private let commonTypes: [PatternType] = [.email, .domain, .ip, .unknown]
private let otherType: UInt32 = 7

// MARK: - Writing

private struct PageWriter {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) {
    bytes.reserveCapacity(count)
  }

  mutating func write(_ policy: AllowPolicy) {
    let fields = policy.fields
    let type = fields.patternType.map { type in commonTypes.firstIndex(of: type).map { UInt32($0 + 1) } ?? otherType }
    let created = Stamp(policy.createdAt, policy.modifiedAt)
    let last = Stamp(policy.lastModified, policy.modifiedAt)
    var bits = PackedBits()
    bits.write(fields.isRegex)
    bits.write(fields.isTrustedSender)
    bits.write(fields.isAcceptableSender)
    bits.write(fields.isExemptRecipient)
    bits.write(fields.verifySender)
    bits.write(type ?? 0, width: 3)
    bits.write(fields.pattern == nil ? 0 : 1, width: 1)
    bits.write(fields.comments == nil ? 0 : 1, width: 1)
    bits.write(policy.modifiedAt == nil ? 0 : 1, width: 1)
    bits.write(created.rawValue, width: 2)
    bits.write(last.rawValue, width: 2)
    bits.write(policy.deprecatedFlags == nil ? 0 : 1, width: 1)
    bits.write(policy.deprecatedFlags?.isSender)
    bits.write(policy.deprecatedFlags?.isRecipient)
    bits.write(policy.deprecatedFlags?.isSpoof)
    bits.write(fields.unread.isEmpty ? 0 : 1, width: 1)
    withUnsafeBytes(of: bits.raw.littleEndian) { bytes.append(contentsOf: $0) }

    write(policy.id.text)
    if type == otherType { write(fields.patternType?.rawValue) }
    write(fields.pattern)
    write(fields.comments)
    write(policy.modifiedAt)
    if created == .own { write(policy.createdAt) }
    if last == .own { write(policy.lastModified) }
    guard !fields.unread.isEmpty else { return }
    let unread = PolicyField.allCases.map { fields.unread[$0] }
    bytes.append(unread.enumerated().reduce(0) { $1.element == nil ? $0 : $0 | 1 << UInt8($1.offset) })
    for words in unread { write(words) }
  }

  private mutating func write(_ text: String?) {
    guard let text else { return }
    var length = text.utf8.count
    while length >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: length) | 0x80)
      length >>= 7
    }
    bytes.append(UInt8(length))
    bytes.append(contentsOf: text.utf8)
  }
}

// MARK: - Reading

/// Trusts nothing: each read is checked against the end of the page.
private struct PageReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next policy; nil where the bytes make none.
  mutating func readPolicy() -> AllowPolicy? {
    guard bytes.count - position >= 4 else { return nil }
    var bits = PackedBits(raw: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    position += 4
    var fields = PolicyFields(
      isRegex: bits.readFlag(),
      isTrustedSender: bits.readFlag(),
      isAcceptableSender: bits.readFlag(),
      isExemptRecipient: bits.readFlag(),
      verifySender: bits.readFlag()
    )
    let type = bits.read(width: 3)
    let hasPattern = bits.read(width: 1) == 1
    let hasComments = bits.read(width: 1) == 1
    let hasModified = bits.read(width: 1) == 1
    let created = Stamp(rawValue: bits.read(width: 2))
    let last = Stamp(rawValue: bits.read(width: 2))
    let hasDeprecatedFlags = bits.read(width: 1) == 1
    let deprecatedFlags = DeprecatedFlags(
      isSender: bits.readFlag(),
      isRecipient: bits.readFlag(),
      isSpoof: bits.readFlag()
    )
    let hasUnread = bits.read(width: 1) == 1

    guard let created, let last, let id = readText() else { return nil }
    if type == otherType {
      guard let text = readText() else { return nil }
      fields.patternType = PatternType(rawValue: text)
    } else if type > 0 {
      guard type <= commonTypes.count else { return nil }
      fields.patternType = commonTypes[Int(type) - 1]
    }
    var modifiedAt: String?
    guard read(hasPattern, into: &fields.pattern), read(hasComments, into: &fields.comments),
      read(hasModified, into: &modifiedAt)
    else { return nil }
    var createdAt = created == .sameAsModified ? modifiedAt : nil
    var lastModified = last == .sameAsModified ? modifiedAt : nil
    guard read(created == .own, into: &createdAt), read(last == .own, into: &lastModified),
      !hasUnread || readUnread(into: &fields)
    else { return nil }
    return AllowPolicy(
      id: PolicyID(id),
      fields: fields,
      createdAt: createdAt,
      modifiedAt: modifiedAt,
      lastModified: lastModified,
      deprecatedFlags: hasDeprecatedFlags ? deprecatedFlags : nil
    )
  }

  private mutating func readUnread(into fields: inout PolicyFields) -> Bool {
    guard position < bytes.count else { return false }
    let mask = bytes[position]
    position += 1
    for (place, field) in PolicyField.allCases.enumerated() where mask & 1 << UInt8(place) != 0 {
      guard fields[field] == nil, let words = readText() else { return false }
      fields.unread[field] = words
    }
    return true
  }

  /// Reads a text where there is one; false where it is cut off.
  private mutating func read(_ isThere: Bool, into text: inout String?) -> Bool {
    guard isThere else { return true }
    text = readText()
    return text != nil
  }

  private mutating func readText() -> String? {
    var length = 0
    var shift = 0
    while true {
      guard position < bytes.count, shift < 35 else { return nil }
      let byte = bytes[position]
      position += 1
      length |= Int(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    guard length <= bytes.count - position else { return nil }
    defer { position += length }
    return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[position..<position + length]), as: UTF8.self)
  }
}
