namespace SealosIstio.Downloading;

/// <summary>Why a download ended without a text.</summary>
internal enum DownloadFailure
{
    /// <summary>The address, or where it leads to, may not be read from.</summary>
    AddressRefused,

    /// <summary>The server didn't answer, or not with the file.</summary>
    Failed,

    /// <summary>The file is larger than a manifest can be.</summary>
    TooLarge,

    /// <summary>The file isn't the one that was meant.</summary>
    ChecksumDiffers,
}

/// <summary>A file couldn't be had.</summary>
/// <param name="failure">Why; the names are stable.</param>
/// <param name="source">The file or the address, without anything in it that could be secret.</param>
/// <param name="message">What happened.</param>
/// <param name="advice">What to do.</param>
internal sealed class DownloadException(DownloadFailure failure, string source, string message, string advice)
    : Exception(message)
{
    /// <summary>Why.</summary>
    public DownloadFailure Failure { get; } = failure;

    /// <summary>The file or the address.</summary>
    public string Origin { get; } = source;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;
}
