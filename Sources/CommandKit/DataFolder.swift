public import ArgumentParser
internal import FoundationEssentials

/// The folder that a program keeps its data in, as `--data` names it.
public enum DataFolder {
    /// Makes the folder at `path`, with those above it, unless it is there.
    ///
    /// What it makes is for this user only, for who bought what is in it. On a fault it says what
    /// to do about it and ends the program.
    public static func make(_ path: String) throws(ExitCode) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure.cannotCreate(
                "\(path): the folder cannot be created; choose another --data, or give this user "
                    + "the right to write there"
            )
        }
    }
}
