package import Foundation

/// The file as it was given.
extension PolicyCSV {
  /// A file of some of the rows: what stands before the first row, and then their lines, all to the byte.
  ///
  /// Of a list, the notes stay too: each may be that of a line below it. `places` are among ``rows``.
  package func original(of places: Set<Int>) -> Data {
    guard form.kind == .csv else { return list(of: Set(places.map { rows[$0].offset })) }
    let kept = places.sorted().map { range(of: rows[$0]) }
    return Data(([0..<bodyStart] + kept).flatMap { text.original($0) })
  }

  /// A row as it stands in the file, as text, without the line break behind it.
  package func line(of place: Int) -> String {
    guard rows.indices.contains(place) else { return "" }
    var bytes = text.bytes[range(of: rows[place])]
    while let last = bytes.last, last == CSVByte.lineFeed || last == CSVByte.carriageReturn { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func list(of offsets: Set<Int>) -> Data {
    var data = Data(text.original(0..<text.start))
    var start = text.start
    while start < text.bytes.count {
      let end = text.endOfLine(from: start)
      let isNote = text.bytes[start..<end].first { $0 != CSVByte.space && $0 != CSVByte.tab } == UInt8(ascii: "#")
      if isNote || offsets.contains(start) { data += text.original(start..<end) }
      start = end
    }
    return data
  }

  /// With the line break behind it; a field between quotation marks may have more of them.
  private func range(of row: ImportedRow) -> Range<Int> {
    guard form.kind == .csv else { return row.offset..<text.endOfLine(from: row.offset) }
    var reader = CSVReader(text, from: row.offset, line: row.line, readsCurlyQuotes: form.readsCurlyQuotes)
    // It could be read before.
    _ = try? reader.next()
    return row.offset..<max(row.offset, reader.offset)
  }
}
