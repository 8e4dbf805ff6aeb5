; The Windows installer. It installs for one user, asks no administrator, and touches nothing outside
; the folder but: an entry in the Start menu, one in "Open with" of lists, one in the user's PATH,
; and the list of programs that can be removed. Jobs and settings are in %LOCALAPPDATA%\Jobdeck, and
; are left alone by upgrades and removal.
;
;   /S           ask nothing
;   /D=FOLDER    where to (last, without quotes)
;   /NOWEBVIEW   leave the WebView2 runtime to others, as where a company distributes it
;
; makensis gets VERSION, WINDOWS_VERSION, PAYLOAD (what to install), ICON, COMPANY, COPYRIGHT, OUT.

Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "path.nsh"

Name "Jobdeck"
OutFile "${OUT}"
SetCompressor /SOLID lzma
; Both programs are nearly the same: a dictionary that holds one of them packs the other for nothing.
SetCompressorDictSize 64
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Jobdeck"
InstallDirRegKey HKCU "Software\Jobdeck" "Folder"
ManifestDPIAware true
ShowInstDetails nevershow
BrandingText "Jobdeck ${VERSION}"

VIProductVersion "${WINDOWS_VERSION}"
VIFileVersion "${WINDOWS_VERSION}"
VIAddVersionKey "ProductName" "Jobdeck"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs Jobdeck"
VIAddVersionKey "CompanyName" "${COMPANY}"
VIAddVersionKey "LegalCopyright" "${COPYRIGHT}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Jobdeck.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open Jobdeck"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Jobdeck"
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

; Lists that can be opened with Jobdeck. What opens them by default stays as it is.
!macro EachList do
  !insertmacro ${do} ".csv"
  !insertmacro ${do} ".tsv"
  !insertmacro ${do} ".xlsx"
  !insertmacro ${do} ".jsonl"
  !insertmacro ${do} ".ndjson"
!macroend
!macro OfferFor ending
  WriteRegStr HKCU "Software\Classes\${ending}\OpenWithProgids" "Jobdeck.List" ""
  WriteRegStr HKCU "Software\Classes\Applications\Jobdeck.exe\SupportedTypes" "${ending}" ""
!macroend
!macro WithdrawFrom ending
  DeleteRegValue HKCU "Software\Classes\${ending}\OpenWithProgids" "Jobdeck.List"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ending}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ending}"
!macroend
!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

; A program that runs can't be replaced, and its job shall not be cut off: ask until it has ended.
!macro WaitForTheEnd un
Function ${un}WaitForTheEnd
  again:
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\Jobdeck.exe"
    FileOpen $0 "$INSTDIR\Jobdeck.exe" a
    FileClose $0
  ${EndIf}
  ${IfNot} ${Errors}
  ${AndIf} ${FileExists} "$INSTDIR\bin\jobdeck.exe"
    FileOpen $0 "$INSTDIR\bin\jobdeck.exe" a
    FileClose $0
  ${EndIf}
  ${If} ${Errors}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Jobdeck is running. Quit it from its icon in the task bar: its jobs continue at the next start. Then try again." /SD IDCANCEL IDRETRY again
    SetErrorLevel 5
    Quit
  ${EndIf}
FunctionEnd
!macroend
!insertmacro WaitForTheEnd ""
!insertmacro WaitForTheEnd "un."

; A 64-bit installer does not start on a 32-bit Windows: only the version is to be asked for.
Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "Jobdeck needs Windows 10 or newer." /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

; WebView2 draws the window. Windows 11 has it; elsewhere Microsoft's own small installer fetches it.
; Without it the command line works, and the window says what is missing.
Function InstallWebView
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/NOWEBVIEW" $1
  ${IfNot} ${Errors}
    Return
  ${EndIf}
  SetRegView 32
  ReadRegStr $0 HKLM "SOFTWARE\${WEBVIEW}" "pv"
  SetRegView 64
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW}" "pv"
  ${EndIf}
  ${If} $0 != ""
  ${AndIf} $0 != "0.0.0.0"
    Return
  ${EndIf}
  InitPluginsDir
  File "/oname=$PLUGINSDIR\WebView2Setup.exe" "${PAYLOAD}\MicrosoftEdgeWebview2Setup.exe"
  DetailPrint "Installing the WebView2 runtime"
  ClearErrors
  ExecWait '"$PLUGINSDIR\WebView2Setup.exe" /silent /install' $0
  ${If} ${Errors}
  ${OrIf} $0 != 0
    MessageBox MB_OK|MB_ICONINFORMATION "Microsoft's WebView2 runtime, which draws the window, could not be installed (code $0). Jobdeck asks for it again at its first start." /SD IDOK
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  SetRegView 64
  Call WaitForTheEnd
  SetOutPath "$INSTDIR\bin"
  File "/oname=jobdeck.exe" "${PAYLOAD}\jobdeck-terminal.exe"
  SetOutPath "$INSTDIR"
  File "/oname=Jobdeck.exe" "${PAYLOAD}\jobdeck-window.exe"
  File "/oname=LICENSE.txt" "${PAYLOAD}\LICENSE.txt"
  File "/oname=licences.txt" "${PAYLOAD}\licences.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Jobdeck.lnk" "$INSTDIR\Jobdeck.exe"

  WriteRegStr HKCU "Software\Jobdeck" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "DisplayName" "Jobdeck"
  WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" "Publisher" "${COMPANY}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\Jobdeck.exe"
  WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" $0

  WriteRegStr HKCU "Software\Classes\Jobdeck.List" "" "List"
  WriteRegStr HKCU "Software\Classes\Jobdeck.List\shell\open\command" "" '"$INSTDIR\Jobdeck.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\Applications\Jobdeck.exe" "FriendlyAppName" "Jobdeck"
  WriteRegStr HKCU "Software\Classes\Applications\Jobdeck.exe\shell\open\command" "" '"$INSTDIR\Jobdeck.exe" "%1"'
  !insertmacro EachList OfferFor
  !insertmacro TellExplorer

  Push "$INSTDIR\bin"
  Call AddToPath
  Call InstallWebView
SectionEnd

Section "un.Jobdeck"
  SetShellVarContext current
  SetRegView 64
  Call un.WaitForTheEnd
  Push "$INSTDIR\bin"
  Call un.RemoveFromPath

  !insertmacro EachList WithdrawFrom
  DeleteRegKey HKCU "Software\Classes\Applications\Jobdeck.exe"
  DeleteRegKey HKCU "Software\Classes\Jobdeck.List"
  !insertmacro TellExplorer
  ; Start at login, when it was set.
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Jobdeck"
  DeleteRegKey HKCU "${REMOVAL}"
  DeleteRegKey HKCU "Software\Jobdeck"

  Delete "$SMPROGRAMS\Jobdeck.lnk"
  ; The browser's cache of the window. There are no jobs in it.
  RMDir /r "$APPDATA\Jobdeck.exe"
  Delete "$INSTDIR\bin\jobdeck.exe"
  RMDir "$INSTDIR\bin"
  Delete "$INSTDIR\Jobdeck.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\licences.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
SectionEnd
