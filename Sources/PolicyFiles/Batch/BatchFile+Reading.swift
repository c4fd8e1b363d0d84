package import Foundation
import JSONText
package import PolicyCore
package import Values

/// A batch is read strictly: what is accepted says the same to every reader.
extension BatchFile {
  /// 64 MB, many times what the largest batch that the API takes could have.
  package static let maximumSize = 64 * 1024 * 1024

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` that names the first mistake where they are not JSON (RFC 8259), not of the
  /// contract's shape, or have a meaning that depends on the reader. What the values mean is left to the rules.
  package init(_ data: Data) throws(Problem) {
    let reading = Self.read(data)
    if let first = reading.mistakes.first { throw .batchFile(first, more: reading.mistakeCount - 1) }
    self.init(data: data, items: reading.items)
  }

  /// What is wrong with a file, in the order in which it is found, but at most 20 mistakes; none for one that can be
  /// taken.
  package static func mistakes(in data: Data) -> [BatchFileMistake] {
    read(data).mistakes
  }

  private static func read(
    _ data: Data
  ) -> (items: [Item], mistakes: [BatchFileMistake], mistakeCount: Int) {
    guard data.count <= maximumSize else {
      let what = "has \(data.count) bytes, and no batch is larger than \(maximumSize)"
      return ([], [BatchFileMistake("", at: 0, of: [], what)], 1)
    }
    let bytes = [UInt8](data)
    do throws(JSONSyntaxError) {
      var reader = try BatchFileReader(bytes)
      try reader.read()
      return (reader.items, reader.mistakes, reader.mistakeCount)
    } catch {
      // What was read before would only distract: the rest of the file may belong elsewhere.
      return ([], [BatchFileMistake(nil, at: error.offset, of: bytes, error.what)], 1)
    }
  }
}
