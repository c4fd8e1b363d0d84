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
    utf8.elementsEqual(other.utf8)
  }

  package func hashBytes(into hasher: inout Hasher) {
    var copy = self
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    // A sign that no UTF-8 has, so that two texts side by side are not one.
    hasher.combine(0xFF as UInt8)
  }

  /// Whether its bytes come before the other's: the order that goes with equality by bytes.
  func precedesByBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
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
