import Languages
import Patterns
import Policies
import Values

/// A pattern that matches a text, or may.
struct TextMatch {
  let bucket: Bucket
  /// The readings in which it does.
  var readings: ReadingSet
  /// The readings in which that was not decided.
  var undecided = ReadingSet.none
  /// Why not.
  var reason: String?
}

extension PolicyIndex {
  /// The patterns that match a text in some reading, all readings at once.
  func matches(of text: MatchedText) -> [TextMatch] {
    var matches: [TextMatch] = []
    eachLiteral(matching: text) { bucket, readings, _ in
      matches.append(TextMatch(bucket: bucket, readings: readings))
    }
    for entry in expressions.candidates(for: text) {
      if let match = match(of: entry, with: text) { matches.append(match) }
    }
    return matches
  }

  /// Nil where the expression has nothing to do with a text.
  func match(of entry: ExpressionIndex.Entry, with text: MatchedText) -> TextMatch? {
    guard entry.sees(text.kind, in: .widest) else { return nil }
    let seen = entry.sees(text.kind, in: .widest.turned(.servers)) ? ReadingSet.all : .seeingServers
    var match = TextMatch(bucket: bucket(at: entry.place), readings: .none)
    for (reading, places) in ReadingSet.byExpression {
      do throws(ExpressionFailure) {
        let language = try LanguageCache.language(of: entry.source, reading)
        if language.contains(text.text) { match.readings.formUnion(places.intersection(seen)) }
      } catch .undecided(let reason, _) {
        match.undecided.formUnion(places.intersection(seen))
        match.reason = reason.description
      } catch {
        // What is no expression matches nothing.
        return nil
      }
    }
    return match.readings.isEmpty && match.undecided.isEmpty ? nil : match
  }
}
