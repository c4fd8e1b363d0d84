/// Finds which of many languages have a text, without asking each of them.
///
/// Equal languages are asked once. Of the others most have a piece that all their texts have (``RequiredPart``), and only
/// those are asked whose piece may be in the text (``TextSieve``). The rest is always asked.
package struct LanguageSieve: Sendable {
  private var distinct: [Language] = []
  /// Where each of the distinct ones stands in what was given.
  private var places: [[Int]] = []
  private let sieve: TextSieve

  package init(_ languages: [Language]) {
    var numbers: [Language: Int] = [:]
    for (place, language) in languages.enumerated() where !language.isEmpty {
      if let number = numbers[language] {
        places[number].append(place)
      } else {
        numbers[language] = distinct.count
        distinct.append(language)
        places.append([place])
      }
    }
    sieve = TextSieve(parts: distinct.map { RequiredPart(of: $0).bytes })
  }

  /// How many languages are asked whatever the text is.
  package var alwaysAsked: Int { sieve.alwaysNamed }

  /// The places of the languages that have the text, in order.
  package func matching(_ text: String) -> [Int] {
    sieve.candidates(for: text).filter { distinct[$0].contains(text) }.flatMap { places[$0] }.sorted()
  }
}
