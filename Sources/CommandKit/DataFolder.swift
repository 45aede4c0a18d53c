public import ArgumentParser
internal import FoundationEssentials

/// The folder that a program keeps its data in, as `--data` names it.
public enum DataFolder {
    /// Makes the folder at `path`, with those above it, unless it is there.
    ///
    /// On a fault it says what to do about it and ends the program.
    public static func make(_ path: String) throws(ExitCode) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        } catch {
            throw Failure.cannotCreate(
                "\(path): the folder cannot be created; choose another --data, or give this user "
                    + "the right to write there"
            )
        }
    }
}
