import Policies
import Foundation
import PolicyCore

/// Tells whether the items of a batch file say all that the file says, by another reader of JSON.
enum BatchFileContent {
  /// What the file says and its items do not, or the other way round; nil if they agree.
  static func difference(in file: BatchFile) throws -> String? {
    let object = try JSONSerialization.jsonObject(with: file.data)
    guard let arrays = object as? [String: [[String: Any]]] else { return "no object of arrays of objects" }
    let written = Dictionary(grouping: file.items, by: \.kind.arrayName).mapValues { $0.map(members) }
    guard Set(arrays.keys) == Set(OperationKind.allCases.map(\.arrayName)) else { return "other arrays" }
    for (name, items) in arrays {
      let expected = written[name] ?? []
      guard items.count == expected.count else { return "\(name): \(expected.count) items of \(items.count)" }
      for (index, item) in items.enumerated() where item.mapValues(text) != expected[index] {
        return "/\(name)/\(index): \(item) is not \(expected[index])"
      }
      let pointers = file.items.filter { $0.kind.arrayName == name }.map(\.pointer)
      guard pointers == items.indices.map({ "/\(name)/\($0)" }) else { return "pointers \(pointers)" }
    }
    // That reader hides a member that stands twice, but not its colon.
    let count = arrays.count + arrays.values.joined().map(\.count).reduce(0, +)
    let colons = colons(in: file.data)
    return colons == count ? nil : "\(colons) members, of which \(count) are seen"
  }

  private static func members(of item: BatchFile.Item) -> [String: String] {
    var members: [String: String] = [:]
    members["id"] = item.id.map { text($0.text) }
    members["pattern"] = item.fields.pattern.map(text)
    members["pattern_type"] = item.fields.patternType.map { text($0.rawValue) }
    members["is_regex"] = item.fields.isRegex.map(text)
    members["is_trusted_sender"] = item.fields.isTrustedSender.map(text)
    members["is_acceptable_sender"] = item.fields.isAcceptableSender.map(text)
    members["is_exempt_recipient"] = item.fields.isExemptRecipient.map(text)
    members["verify_sender"] = item.fields.verifySender.map(text)
    members["comments"] = item.fields.comments.map(text)
    members["created_at"] = item.createdAt.map(text)
    members["last_modified"] = item.lastModified.map(text)
    members["modified_at"] = item.modifiedAt.map(text)
    return members
  }

  /// A value with its type, in code points: texts that differ in these only are equal to Swift.
  ///
  /// Without a byte order mark in front, which Foundation's reader takes away from each text.
  private static func text(_ value: Any) -> String {
    switch value {
    // No comment is an empty one.
    case is NSNull: "text []"
    case let text as String: "text \(text.unicodeScalars.map(\.value).drop { $0 == 0xFEFF })"
    case let flag as Bool: "flag \(flag)"
    default: "other \(value)"
    }
  }

  private static func colons(in data: Data) -> Int {
    var isInText = false
    var isEscaped = false
    var colons = 0
    for byte in data {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isInText.toggle()
      } else if isInText {
        isEscaped = byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: ":") {
        colons += 1
      }
    }
    return colons
  }
}
