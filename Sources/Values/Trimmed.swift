extension String {
  /// Without the white space around it.
  package var trimmed: String {
    let visible: ClosedRange<UInt8> = 0x21...0x7e
    // Nearly every text has none, and asking characters for it is slow.
    if let first = utf8.first, let last = utf8.last, visible.contains(first), visible.contains(last) { return self }
    return self[...].trimmed
  }
}

extension Substring {
  /// Without the white space around it.
  package var trimmed: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
