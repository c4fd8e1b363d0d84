package import PolicyQuery

/// How many of the policies that the table shows have what in common, by one dimension after the other.
package struct FrequenciesState: Equatable, Sendable {
  package private(set) var dimension: FrequencyDimension
  /// Nil while they are being counted.
  package private(set) var counted: Frequencies?
  package var selection = 0
  package var search = ListSearch()
  /// What was asked for last.
  private(set) var asked: FrequencyRequest?

  package init(_ dimension: FrequencyDimension) {
    self.dimension = dimension
  }

  package var selected: Frequency? {
    counted.flatMap { $0.all.indices.contains(selection) ? $0.all[selection] : nil }
  }

  mutating func choose(_ dimension: FrequencyDimension) {
    guard dimension != self.dimension else { return }
    self.dimension = dimension
    counted = nil
    asked = nil
    selection = 0
    search = ListSearch()
  }

  /// Notes what is asked for; false where it was asked for already.
  mutating func ask(_ request: FrequencyRequest) -> Bool {
    if let asked, asked.isSame(as: request) { return false }
    asked = request
    return true
  }

  /// Takes an answer, unless something else was asked for since.
  mutating func take(_ frequencies: Frequencies, to request: FrequencyRequest) {
    guard let asked, asked.isSame(as: request) else { return }
    let key = selected?.key
    counted = frequencies
    let place = key.flatMap { key in frequencies.all.firstIndex { $0.key == key } }
    selection = place ?? max(0, min(selection, frequencies.all.count - 1))
  }
}

extension AppState {
  /// What can be counted by: tickets unless the configuration says that there are none.
  var frequencyDimensions: [FrequencyDimension] {
    FrequencyDimension.allCases.filter { $0 != .ticket || ticket != nil }
  }

  /// Opens the frequencies of what the table shows.
  mutating func openFrequencies() {
    layers.append(.frequencies(FrequenciesState(.domain)))
  }

  /// Orders what the frequencies on the screen are to be counted from, where that is other than it was.
  mutating func askFrequencies() -> [AppEffect] {
    let rows = browse.rows
    let place = layers.lastIndex { if case .frequencies = $0 { true } else { false } }
    guard let place, case .frequencies(var frequencies) = layers[place] else { return [] }
    let request = FrequencyRequest(
      frequencies.dimension,
      of: rows,
      draft: draft,
      findings: findings,
      ticket: ticket
    )
    guard frequencies.ask(request) else { return [] }
    layers[place] = .frequencies(frequencies)
    return [.work(.countRows(request))]
  }
}
