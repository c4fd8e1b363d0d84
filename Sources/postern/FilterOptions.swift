import ArgumentParser
import Configuration
import Foundation
import PolicyQuery
import Values

/// Which policies a command prints: all, or those that a filter keeps.
struct FilterOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Only policies that this filter keeps (`postern help filter`).")
  var filter = ""
  @Option(
    help: .init("Only what this saved filter of the screen keeps; beside --filter both have to.", valueName: "name"),
    completion: .custom(KnownNames.views)
  )
  var view: String?

  /// Both as one filter.
  ///
  /// Throws a ``Problem`` of kind `usage` where there is no such view, and where a filter cannot be read.
  func sieve() throws(Problem) -> PolicySieve {
    guard let view else { return try PolicySieve(filter) }
    let views = try ViewsDisk.own().read()
    guard let saved = views.first(where: { $0.name == view }) else {
      let near = Spelling.nearest(to: view, among: views.map(\.name)).map { "Did you mean “\($0)”? " } ?? ""
      throw Problem(.usage, what: "There is no view “\(view)”.", advice: "\(near)`b` on the screen lists them.")
    }
    // Each by itself first: a quotation mark that one leaves open must not be closed by the other.
    _ = try PolicySieve(saved.filter)
    _ = try PolicySieve(filter)
    return try PolicySieve("\(saved.filter) \(filter)")
  }
}
