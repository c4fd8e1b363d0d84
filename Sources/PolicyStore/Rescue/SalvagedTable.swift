import GRDB

/// The rows of a table in a damaged file, as far as they can be read.
struct SalvagedTable {
  /// How many ranges are tried: a large part that is gone is not worth hours.
  private static let patience = 1000
  /// How far beyond the last row that was read others are looked for where the last one's number cannot be read.
  private static let reach: Int64 = 100_000

  let database: Database
  let name: String
  let columns: String

  private enum Order: String {
    case up = "ASC"
    case down = "DESC"
  }

  /// Calls `body` with every row that can be read, in no order; what `body` throws is thrown on.
  ///
  /// A page that cannot be read stops SQLite. So a range is read from both its ends, and what lies between is halved,
  /// and halved again, until only rows are left that cannot be read: wide ranges first, as they hold the most.
  func forEach(_ body: (Row) throws -> Void) throws {
    let highest = try? Int64.fetchOne(database, sql: "SELECT max(rowid) FROM \(name) NOT INDEXED")
    var ranges = [0...max(0, highest ?? .max)]
    var tried = 0
    while tried < min(ranges.count, Self.patience) {
      let range = ranges[tried]
      tried += 1
      guard let low = try read(range, .up, body) else { continue }
      guard low <= range.upperBound, let high = try read(low...range.upperBound, .down, body) else { continue }
      let end = high == .max ? low + Self.reach : high
      // A single row is one that cannot be read.
      guard low < end else { continue }
      let middle = low + (end - low) / 2
      ranges += [low...middle, middle + 1...end]
    }
  }

  /// Reads until it fails, and gives the number from which on that way nothing was read; nil where all was read.
  private func read(_ range: ClosedRange<Int64>, _ order: Order, _ body: (Row) throws -> Void) throws -> Int64? {
    var next = order == .up ? range.lowerBound : range.upperBound
    guard
      let statement = try? database.cachedStatement(
        sql: """
          SELECT \(columns), rowid FROM \(name) NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid \(order.rawValue)
          """
      ), let rows = try? Row.fetchCursor(statement, arguments: [range.lowerBound, range.upperBound])
    else { return next }
    while true {
      let row: Row?
      do {
        row = try rows.next()
      } catch {
        return next
      }
      guard let row else { return nil }
      guard let number = try? row.decode(Int64.self, atIndex: row.count - 1), range.contains(number) else {
        return next
      }
      next = order == .up ? number + 1 : number - 1
      try body(row)
    }
  }
}
