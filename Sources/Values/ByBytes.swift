import Foundation

/// A text that comes from the server, compared and hashed by its bytes.
///
/// Swift calls texts equal that Unicode calls canonically equivalent, such as K (KELVIN SIGN, U+212A) and K. The server
/// does not, and neither does a mail filter: a look-alike has to be seen, and has to be edited away.
@propertyWrapper
package struct ByBytes<Text: TextWithBytes>: Hashable, Sendable {
  package var wrappedValue: Text

  package init(wrappedValue: Text) {
    self.wrappedValue = wrappedValue
  }

  package init(_ text: Text) {
    self.init(wrappedValue: text)
  }

  package static func == (left: ByBytes, right: ByBytes) -> Bool {
    left.wrappedValue.hasSameBytes(as: right.wrappedValue)
  }

  package func hash(into hasher: inout Hasher) {
    wrappedValue.hashBytes(into: &hasher)
  }
}

/// A text, or one that may be missing.
package protocol TextWithBytes: Sendable {
  func hasSameBytes(as other: Self) -> Bool
  func hashBytes(into hasher: inout Hasher)
}

extension String: TextWithBytes {
  package func hasSameBytes(as other: String) -> Bool {
    // Swift's own answer is quick, and where it is no, the bytes differ too.
    guard self == other, utf8.count == other.utf8.count else { return false }
    return compared(to: other) == 0
  }

  package func hashBytes(into hasher: inout Hasher) {
    var copy = self
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    // A sign that no UTF-8 has, so that two texts side by side are not one.
    hasher.combine(0xFF as UInt8)
  }

  /// Whether its bytes come before the other's: the order that goes with equality by bytes.
  package func precedesByBytes(_ other: String) -> Bool {
    compared(to: other) < 0
  }

  /// Below zero, zero or above it, as the bytes come before the other's, are the same, or come after.
  private func compared(to other: String) -> Int {
    let order = utf8.withContiguousStorageIfAvailable { bytes in
      other.utf8.withContiguousStorageIfAvailable { others -> Int in
        let common = min(bytes.count, others.count)
        if common > 0, let start = bytes.baseAddress, let otherStart = others.baseAddress {
          let order = memcmp(start, otherStart, common)
          if order != 0 { return Int(order) }
        }
        return bytes.count - others.count
      }
    }
    if let order, let order { return order }
    // Only a text that came from elsewhere than Swift has no bytes in one piece.
    if utf8.elementsEqual(other.utf8) { return 0 }
    return utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
  }
}

extension Optional: TextWithBytes where Wrapped: TextWithBytes {
  package func hasSameBytes(as other: Wrapped?) -> Bool {
    switch (self, other) {
    case (let text?, let other?): text.hasSameBytes(as: other)
    case (nil, nil): true
    case (nil, _?), (_?, nil): false
    }
  }

  package func hashBytes(into hasher: inout Hasher) {
    hasher.combine(self != nil ? 1 as UInt8 : 0)
    self?.hashBytes(into: &hasher)
  }
}
