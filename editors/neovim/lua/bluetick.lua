-- Starts `bluetick server` for Python buffers. Neovim 0.7 and newer, no dependencies.
local M = {}

local defaults = {
  cmd = { 'bluetick', 'server' },
  root_markers = { 'bluetick.toml', 'pyproject.toml', 'setup.py', '.git' },
  on_attach = nil,
}

-- The nearest folder above `file` that holds a marker; else the file's own folder.
local function find_root(file, markers)
  local start = vim.fn.fnamemodify(file, ':p:h')
  local folder = start
  while true do
    for _, marker in ipairs(markers) do
      if vim.loop.fs_stat(folder .. '/' .. marker) then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return start
    end
    folder = parent
  end
end

-- One client for each root, shared by its buffers (vim.lsp.start does that from 0.8 on).
local clients = {}

local function attach(buffer, options)
  local root = find_root(vim.api.nvim_buf_get_name(buffer), options.root_markers)
  local config = {
    name = 'bluetick',
    cmd = options.cmd,
    root_dir = root,
    on_attach = options.on_attach,
  }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  local id = clients[root]
  if not id or not vim.lsp.get_client_by_id(id) then
    config.on_exit = function()
      clients[root] = nil
    end
    id = vim.lsp.start_client(config)
    clients[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

function M.setup(options)
  options = vim.tbl_extend('force', defaults, options or {})
  local group = vim.api.nvim_create_augroup('bluetick', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'python',
    callback = function(event)
      attach(event.buf, options)
    end,
  })
end

return M
