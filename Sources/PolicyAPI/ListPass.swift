import Policies

/// The pages of one reading of the list, as they arrive in any order, and what they prove.
///
/// Paging by number over a list that changes can skip or repeat policies, so it is told from the pages themselves
/// whether it changed.
struct ListPass {
  /// The pages before `due`, one behind the other; those that arrived before their turn wait.
  private var joined = PolicyTableBuilder()
  private var waiting: [Int: PolicyTable] = [:]
  private var due = 1
  private var pages = 0
  private(set) var seen = IDSet()
  /// What the page that arrived last said of the number of policies.
  private(set) var total: Int?
  private var totalChanged = false
  private var hasRepeats = false
  private var fullSize = Endpoint.pageSize
  /// The lowest number of a page after which nothing is to be expected.
  private var lastPage = Self.pageCeiling

  /// A server that never comes to an end is left after this page, after so many policies, or after so many bytes.
  static let pageCeiling = 10_000
  static let mostPolicies = 1_000_000
  static let mostBytes = 1 << 30

  private var bytes = 0
  /// How many rows could not be told from each other, for want of an id.
  private(set) var leftOut = 0
  /// Why no more is read although there may be more; nil where that is not so.
  private(set) var stopped: String?

  /// Takes in a page and gives those of its policies that no page brought before.
  mutating func add(_ page: PolicyPage, number: Int) -> PolicyTable {
    if let pageTotal = page.totalCount {
      if let total, total != pageTotal { totalChanged = true }
      total = pageTotal
    }
    bytes += page.bytes
    leftOut += page.leftOut
    if number == 1 {
      // A server that gives smaller pages than it was asked for, without saying so, still says that there is more.
      let isCapped = page.rows > 0 && page.rows < (total ?? 0)
      fullSize = isCapped ? page.rows : page.fullSize
      if let total { seen.reserve(Self.rows(of: total)) }
    }
    let repeatsStart = !page.policies.isEmpty && seen.contains(page.policies.id(at: 0))
    if repeatsStart || page.rows < fullSize {
      lastPage = min(lastPage, number)
    }
    let fresh = seen.insert(rowsOf: page.policies)
    if fresh.count < page.policies.count || page.policies.repeats > 0 { hasRepeats = true }
    join(page.policies, number)
    if lastPage > number { stop(at: number) }
    return fresh.count == page.policies.count ? page.policies : PolicyTable(fresh.map { page.policies[$0] })
  }

  /// A list that is larger than any account's is left where it is.
  private mutating func stop(at number: Int) {
    if seen.count + leftOut >= Self.mostPolicies {
      stopped = "The list has more than \(Self.mostPolicies) policies: no more of them were read."
    } else if bytes >= Self.mostBytes {
      stopped = "The list has more than \(Self.mostBytes >> 20) MB: no more of it was read."
    } else if number >= Self.pageCeiling {
      stopped = "The list has more than \(Self.pageCeiling) pages: no more of them were read."
    }
    if stopped != nil { lastPage = min(lastPage, number) }
  }

  /// Whether a page is still worth asking for, by what has arrived so far.
  func wants(_ number: Int) -> Bool {
    guard number > 1 else { return true }
    guard number <= lastPage else { return false }
    guard let total else { return true }
    return number <= (total + fullSize - 1) / fullSize
  }

  private mutating func join(_ policies: PolicyTable, _ number: Int) {
    pages += 1
    waiting[number] = policies
    if number == 1, let total {
      let rows = Self.rows(of: total)
      // Half as much again as the first page says: what is not used costs nothing, and moving all of it once does.
      let bytes = policies.columns.texts.count * (rows / max(1, policies.count) + 1)
      joined.reserve(rows, bytes: min(bytes + bytes / 2, 64 << 20))
    }
    while let next = waiting.removeValue(forKey: due) {
      joined.append(next)
      due += 1
    }
  }

  /// For how many rows room is made: what a server says of its number is not worth more than this.
  private static func rows(of total: Int) -> Int { min(max(0, total), 200_000) }

  /// All policies in the order of their pages, the first of several with one id.
  var policies: PolicyTable {
    var all = joined
    for (_, page) in waiting.sorted(by: { $0.key < $1.key }) { all.append(page) }
    return PolicyTable(all)
  }

  /// What the pages prove.
  enum Verdict: Equatable {
    /// Every page counted the same, and as many different policies arrived; or there is one page, and it is all.
    case complete
    /// The pages contradict each other or their count: the list changed in between.
    case changed(total: Int, arrived: Int, steadily: Bool)
    /// The server counts nothing, so that a gap would not show.
    case unproven
  }

  var verdict: Verdict {
    guard let total else { return pages == 1 && !hasRepeats && lastPage == 1 ? .complete : .unproven }
    let arrived = seen.count + leftOut
    guard totalChanged || hasRepeats || arrived != total else { return .complete }
    return .changed(total: total, arrived: arrived, steadily: !totalChanged)
  }
}
