using System.Text;

namespace SealosIstio.Migration.Notifications;

/// <summary>Notifications in a file: one line of JSON each, appended.</summary>
public static class NotificationFile
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Appends one line, in one write.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Append(string path, Notification notification)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.GetBytes(NotificationJson.ToJson(notification) + "\n"));
    }
}
