package import Foundation
package import Policies
import PolicyCore
package import Values

/// The columns of a file whose header is none of the dashboard's, each with a guess of which field it is.
package struct ImportColumns: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    /// As the header has it.
    package let name: String
    /// By its name; nil where that says nothing, or another column is the field already.
    package let guess: PolicyField?
    /// What the first row has there; empty where it has nothing.
    package let example: String
    /// Whether it says of each row what it does, so that, unless it is a field, only those are taken that say Allow.
    package let isAction: Bool
  }

  package let columns: [Column]
  /// Whether the first row is a pattern by itself, so that the file seems to be a list.
  package let isList: Bool
  /// Why the header was not understood.
  package let reason: String

  /// Nil where the first row cannot be read, or is one of the dashboard's headers.
  init?(_ data: Data, reason: ImportMistake, readsCurlyQuotes: Bool) {
    guard let text = try? CSVText(data, maximumSize: PolicyCSV.maximumSize) else { return nil }
    var reader = CSVReader(text, readsCurlyQuotes: readsCurlyQuotes)
    guard let header = try? reader.next(), (try? CSVHeader(header, in: text)) == nil else { return nil }
    let first = (try? reader.next())?.fields ?? []
    let guesses = Self.guesses(header.fields.map(\.text))
    columns = header.fields.enumerated().map { place, field in
      Column(
        name: field.text,
        guess: guesses[place],
        example: place < first.count ? first[place].text : "",
        isAction: CSVHeader.isAction(field.text)
      )
    }
    let word = header.fields[0].text
    isList =
      columns.count == 1 && guesses[0] == nil
      && (word.hasPrefix("#") || PastedPatterns(word).entries.first?.fields != nil)
    self.reason = reason.what
  }

  /// Each field once; a name that is nearly one of the dashboard's comes after those that are.
  private static func guesses(_ names: [String]) -> [PolicyField?] {
    let known = CSVDialect.allCases.flatMap(\.columns)
    var guesses = names.map { CSVHeader.field(of: $0) }
    for (place, guess) in guesses.enumerated() where guesses[..<place].contains(guess) { guesses[place] = nil }
    for (place, name) in names.enumerated() where guesses[place] == nil && name.utf8.count < 40 {
      let free = known.filter { !guesses.contains($0.field) }
      let near = Spelling.nearest(to: name.lowercased(), among: free.map(\.key))
      guesses[place] = free.first { $0.key == near }?.field
    }
    return guesses
  }
}

/// A file of policies, as far as it can be understood without a question.
package enum ImportReading: Equatable, Sendable {
  case rows(PolicyCSV)
  /// Its header is none of the dashboard's: a person has to say what the columns are.
  case columns(ImportColumns)

  /// Reads a file's bytes; throws as ``PolicyCSV`` does, unless a map of its columns would explain the file.
  package init(_ data: Data, as form: ImportForm = ImportForm()) throws(Problem) {
    do throws(ImportMistake) {
      self = .rows(try PolicyCSV(reading: data, as: form))
    } catch {
      guard !form.choosesFlags,
        let columns = ImportColumns(data, reason: error, readsCurlyQuotes: form.readsCurlyQuotes)
      else { throw error.problem() }
      self = .columns(columns)
    }
  }
}

extension PolicyCSV {
  /// Whether a text that was pasted begins with one of the dashboard's headers, so that it is no list of patterns.
  package static func hasHeader(_ text: String) -> Bool {
    // No header is longer, and a paste may be very long.
    guard let text = try? CSVText(Data(text.utf8.prefix(4096)), maximumSize: maximumSize) else { return false }
    var reader = CSVReader(text)
    guard let first = try? reader.next() else { return false }
    return (try? CSVHeader(first, in: text)) != nil
  }
}
