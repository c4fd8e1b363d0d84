/// Work on many rows that needs all cores, done in pieces.
package enum Pieces {
  /// How many rows a piece has: enough that handing it over costs nothing beside the work.
  package static let size = 4096

  /// How many pieces are under way or wait for their turn at most: memory is bounded by them, and so are the cores that
  /// work.
  private static let width = 8

  /// Works on the rows `0..<count`, and hands over what came of each piece in the order of the rows.
  package static func work<Piece: Sendable>(
    onRows count: Int,
    isolation: isolated (any Actor)? = #isolation,
    _ work: @escaping @Sendable (Range<Int>) -> Piece,
    take: (Piece) -> Void
  ) async {
    let pieces = (count + size - 1) / size
    await withTaskGroup(of: (Int, Piece).self) { group in
      var started = 0
      var due = 0
      var waiting: [Int: Piece] = [:]
      repeat {
        while started < min(pieces, due + width) {
          let number = started
          group.addTask { (number, work(number * size..<min(count, (number + 1) * size))) }
          started += 1
        }
        guard let (number, piece) = await group.next() else { break }
        waiting[number] = piece
        while let piece = waiting.removeValue(forKey: due) {
          take(piece)
          due += 1
        }
      } while due < pieces
    }
  }
}
