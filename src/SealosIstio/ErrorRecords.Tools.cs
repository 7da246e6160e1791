using System.Management.Automation;
using SealosIstio.Downloading;
using SealosIstio.Migration.Platform;

namespace SealosIstio;

internal static partial class ErrorRecords
{
    private static ErrorRecord FromTool(ToolException exception, object target)
    {
        var (id, category) = exception.Failure switch
        {
            ToolFailure.NotFound => ("ToolNotFound", ErrorCategory.ObjectNotFound),
            ToolFailure.WrongVersion => ("ToolVersionDiffers", ErrorCategory.InvalidArgument),
            _ => ("ToolFailed", ErrorCategory.InvalidResult),
        };
        return Create(exception, id, category, target, exception.Advice);
    }

    private static ErrorRecord FromDownload(DownloadException exception, object target)
    {
        var (id, category) = exception.Failure switch
        {
            DownloadFailure.AddressRefused => ("DownloadAddressRefused", ErrorCategory.SecurityError),
            DownloadFailure.ChecksumDiffers => ("ChecksumDiffers", ErrorCategory.SecurityError),
            DownloadFailure.TooLarge => ("DownloadTooLarge", ErrorCategory.LimitsExceeded),
            _ => ("DownloadFailed", ErrorCategory.ConnectionError),
        };
        return Create(exception, id, category, target, exception.Advice);
    }

    /// <summary>A parameter is about one manifest, and several add-ons were named.</summary>
    public static ErrorRecord OneAddonOnly(int count, string parameter) =>
        Create(
            new InvalidOperationException($"-{parameter} is about one manifest, and {count} add-ons were named."),
            "ParameterConflict",
            ErrorCategory.InvalidArgument,
            parameter,
            "Install them one by one."
        );
}
