package import Canvas
package import PolicyQuery
import Values

/// The account at a glance, in the place of the table.
package struct OverviewState: Equatable, Sendable {
  /// Nil while it is being counted.
  package private(set) var overview: Overview?
  /// The bar under the cursor, counted as they stand on the screen.
  package var selection = 0
  package var search = ListSearch()
  package var scroll = ScrollOffset()
  /// The bar that the cursor was on, while it is not among those that are there.
  var sought: SoughtBar?
  /// What was asked for last.
  private(set) var asked: OverviewRequest?

  package init() {}

  /// Notes what is asked for; false where it was asked for already.
  mutating func ask(_ request: OverviewRequest) -> Bool {
    if let asked, asked.isSame(as: request) { return false }
    asked = request
    return true
  }

  /// Takes an answer, unless something else was asked for since; the cursor stays on its bar, wherever that stands now.
  mutating func take(_ overview: Overview, to request: OverviewRequest, in state: AppState) {
    guard let asked, asked.isSame(as: request) else { return }
    let before = layout(in: state).bars
    // Nobody has chosen the first one.
    let chosen = selection > 0 && before.indices.contains(selection) ? SoughtBar(before[selection]) : nil
    sought = sought ?? chosen
    self.overview = overview
    guard let sought, let place = layout(in: state).bars.firstIndex(where: { SoughtBar($0) == sought }) else { return }
    selection = place
    self.sought = nil
  }

  /// What tells a bar from the others, whatever it counts.
  struct SoughtBar: Equatable, Sendable {
    let kind: Overview.Section.Kind
    let filter: String

    init(_ placed: OverviewLayout.PlacedBar) {
      kind = placed.section.kind
      filter = placed.bar.filter
    }
  }
}

extension AppState {
  /// Opens the overview of the account.
  mutating func openOverview() {
    layers.append(.overview(OverviewState()))
  }

  /// Orders what the overview on the screen is to be made of, where that is other than it was.
  mutating func askOverview() -> [AppEffect] {
    let place = layers.lastIndex { if case .overview = $0 { true } else { false } }
    guard let place, case .overview(var overview) = layers[place] else { return [] }
    let request = OverviewRequest(browse.list, draft: draft, findings: findings, now: Instant(now))
    guard overview.ask(request) else { return [] }
    layers[place] = .overview(overview)
    return [.work(.makeOverview(request))]
  }
}
